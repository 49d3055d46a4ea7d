using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Filters;

/// <summary>Reads a filter by recursive descent: <c>or</c>, then <c>and</c>, then terms (RFC 7644 section 3.4.2.2, erratum
/// 4690).</summary>
/// <remarks>More than the grammar allows: extra spaces are accepted, and the space between a connective and a parenthesis may be
/// missing. Inside brackets any nesting of <c>and</c>, <c>or</c>, <c>not</c> is accepted, but no further brackets.</remarks>
internal sealed class FilterParser
{
    private readonly FilterText text;
    private readonly ReadingRules rules;
    private int depth;
    private int nodes;
    private AttributePath? element;

    private FilterParser(string text, int start, ReadingRules rules)
    {
        if (text.Length > rules.Limits.FilterLength)
            throw FilterText.Fault(
                $"a filter has at most {rules.Limits.FilterLength} characters; this one has {text.Length}.",
                rules.Limits.FilterLength
            );
        this.text = new FilterText(text, start);
        this.rules = rules;
    }

    public static Filter Parse(string text, ReadingRules rules)
    {
        var parser = new FilterParser(text, 0, rules);
        var filter = parser.Or();
        return parser.text.AtEnd ? filter : throw parser.text.Expected("'and', 'or' or the end of the filter");
    }

    /// <summary>Reads the brackets of a PATCH path: <c>[type eq "work"]</c> of <c>emails[type eq "work"].value</c>.</summary>
    /// <param name="text">The whole path.</param>
    /// <param name="start">The index of the opening bracket; spaces may stand before it.</param>
    /// <param name="rules">How it is read.</param>
    /// <param name="attribute">The attribute before the brackets, in its canonical spelling.</param>
    /// <returns>The filter, its paths relative to an element, and the index after the closing bracket.</returns>
    /// <exception cref="Errors.ScimException"><c>invalidFilter</c>, as RFC 7644 table 9 says for the filter of a
    /// path.</exception>
    public static (Filter Where, int End) ParseInBrackets(string text, int start, ReadingRules rules, AttributePath attribute)
    {
        var parser = new FilterParser(text, start, rules);
        var where = parser.Brackets(attribute);
        return (where, parser.text.Position);
    }

    private Filter Or()
    {
        var left = And();
        while (Connective("or")) left = Counted(new OrFilter(left, And()));
        return left;
    }

    private Filter And()
    {
        var left = Term();
        while (Connective("and")) left = Counted(new AndFilter(left, Term()));
        return left;
    }

    private bool Connective(string word)
    {
        text.SkipSpaces();
        return text.TakeKeyword(word);
    }

    private Filter Term()
    {
        text.SkipSpaces();
        if (text.Current == '(') return Group();
        return text.TakeKeyword("not") ? Counted(new NotFilter(Group())) : Counted(Attribute());
    }

    private Filter Group()
    {
        text.Expect('(');
        Descend();
        var inner = Or();
        text.Expect(')');
        depth--;
        return inner;
    }

    private Filter Attribute()
    {
        var path = Path();
        text.SkipSpaces();
        return text.Current == '[' ? ValuePath(path) : Test(path);
    }

    private AttributePath Path()
    {
        int position = text.Position;
        if (text.PeekWord().Length == 0) throw text.Expected("an attribute name");
        string word = rules.CurrentPath(text.TakeWord().ToString());
        if (rules.DotFault(word) is { } dot) throw FilterText.Fault(dot, position);
        if (AttributePathParser.TryParse(word, rules.Type?.SchemaIds ?? [], out var path) is { } fault)
            throw FilterText.Fault(fault, position);
        if (element is null) return rules.Type?.Canonical(path) ?? path;
        if (path.Schema is not null || path.SubName is not null)
            throw FilterText.Fault($"inside brackets stands the name of a sub-attribute, not '{word}'.", position);
        return Definition(path) is { } known ? path with { Name = known.Name } : path;
    }

    private AttributeDefinition? Definition(AttributePath path) =>
        element is null ? rules.Type?.Find(path) : rules.Type?.Find(element)?.Sub(path.Name);

    private Filter Test(AttributePath path)
    {
        int position = text.Position;
        var word = text.PeekWord();
        if (word.Length == 0) throw text.Expected("an operator");
        if (text.TakeKeyword("pr")) return new PresentFilter(path);
        if (ComparisonOperators.FromWord(word) is not { } comparison)
            throw text.Expected("one of eq, ne, co, sw, ew, gt, ge, lt, le, pr");
        text.TakeWord();
        if (!text.AtEnd && text.Current != ' ') throw text.Expected("a space");
        text.SkipSpaces();
        var filter = new ComparisonFilter(path, comparison, Literal(path, comparison));
        return ComparisonRules.Fault(filter, Definition(path)) is { } fault ? throw FilterText.Fault(fault, position) : filter;
    }

    private FilterLiteral Literal(AttributePath path, ComparisonOperator comparison)
    {
        var attribute = Definition(path);
        var compared = ComparisonRules.Compared(attribute);
        bool textual =
            comparison.IsSubstring()
            || compared?.Type is AttributeType.String or AttributeType.Reference or AttributeType.DateTime;
        var literal = new LiteralReader(text, rules).Read(textual);
        return LiteralTyping.Repair(literal, element is null ? path : element with { SubName = path.Name }, attribute, rules);
    }

    private Filter ValuePath(AttributePath path)
    {
        if (element is not null) throw FilterText.Fault("brackets cannot stand inside brackets.", text.Position);
        var where = Brackets(path);
        if (text.Current == '.') where = Counted(new AndFilter(where, SubAttributeTest(path)));
        return new ValuePathFilter(path, where);
    }

    // Entra's emails[type eq "work"].value eq "a@x.org": a test of the same element.
    private Filter SubAttributeTest(AttributePath path)
    {
        if (!rules.Allows(Leniency.ValuePathSubAttribute))
            throw FilterText.Fault(
                "a filter cannot go on after ']' with a sub-attribute; test it inside the brackets.",
                text.Position
            );
        text.Take();
        element = path;
        var name = Path();
        text.SkipSpaces();
        var test = Counted(Test(name));
        element = null;
        return test;
    }

    private Filter Brackets(AttributePath path)
    {
        int position = text.Position;
        text.Expect('[');
        if (path.SubName is not null)
            throw FilterText.Fault($"brackets follow an attribute, not the sub-attribute '{path}'.", position);
        if (rules.Type?.Find(path) is { Type: not AttributeType.Complex } simple)
            throw FilterText.Fault($"'{simple.Name}' has no sub-attributes, so no brackets can follow it.", position);
        Descend();
        element = path;
        var where = Or();
        element = null;
        text.Expect(']');
        depth--;
        return where;
    }

    private void Descend()
    {
        if (++depth > rules.Limits.FilterDepth)
            throw FilterText.Fault($"a filter nests at most {rules.Limits.FilterDepth} levels deep.", text.Position - 1);
    }

    private Filter Counted(Filter node) => ++nodes <= rules.Limits.FilterNodes
        ? node
        : throw FilterText.Fault(
            $"a filter has at most {rules.Limits.FilterNodes} comparisons and connectives.",
            text.Position - 1
        );
}
