using System.Text;

namespace ScimGateway.Scim.Filters;

/// <summary>Writes a filter with the fewest parentheses that keep its tree. Parsing is left-associative, so a right-nested
/// <c>a or (b or c)</c> needs them.</summary>
internal static class FilterPrinter
{
    private enum Binding { Or, And, Term }

    public static string Print(Filter filter)
    {
        var text = new StringBuilder();
        Write(text, filter, Binding.Or);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Filter filter, Binding around)
    {
        bool parentheses = BindingOf(filter) < around;
        if (parentheses) text.Append('(');
        WriteNode(text, filter);
        if (parentheses) text.Append(')');
    }

    private static Binding BindingOf(Filter filter) => filter switch
    {
        OrFilter => Binding.Or,
        AndFilter => Binding.And,
        _ => Binding.Term,
    };

    private static void WriteNode(StringBuilder text, Filter filter)
    {
        switch (filter)
        {
            case OrFilter or: WriteBinary(text, or.Left, " or ", or.Right, Binding.Or); break;
            case AndFilter and: WriteBinary(text, and.Left, " and ", and.Right, Binding.And); break;
            case NotFilter not: WriteEnclosed(text.Append("not "), '(', not.Operand, ')'); break;
            case ValuePathFilter path: WriteEnclosed(text.Append(path.Path), '[', path.Where, ']'); break;
            case PresentFilter present: text.Append(present.Path).Append(" pr"); break;
            case ComparisonFilter comparison:
                text.Append(comparison.Path).Append(' ').Append(comparison.Operator.ToWord()).Append(' ');
                WriteLiteral(text, comparison.Value);
                break;
            default: throw new InvalidOperationException($"{filter.GetType().Name} is no filter.");
        }
    }

    private static void WriteBinary(StringBuilder text, Filter left, string word, Filter right, Binding binding)
    {
        Write(text, left, binding);
        text.Append(word);
        Write(text, right, binding + 1);
    }

    private static void WriteEnclosed(StringBuilder text, char open, Filter inner, char close)
    {
        text.Append(open);
        Write(text, inner, Binding.Or);
        text.Append(close);
    }

    private static void WriteLiteral(StringBuilder text, FilterLiteral literal)
    {
        if (literal.Kind != LiteralKind.String)
        {
            text.Append(literal.Text);
            return;
        }

        text.Append('"');
        foreach (char character in literal.Text)
        {
            if (character is '"' or '\\') text.Append('\\').Append(character);
            else if (character < ' ') text.Append("\\u").Append(((int)character).ToString("x4"));
            else text.Append(character);
        }

        text.Append('"');
    }
}
