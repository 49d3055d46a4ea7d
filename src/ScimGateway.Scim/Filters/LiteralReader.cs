using System.Buffers;
using System.Text;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Filters;

/// <summary>Reads the value of a comparison: a JSON literal (RFC 7644 section 3.4.2.2 <c>compValue</c>), or what a leniency
/// allows.</summary>
/// <param name="text">The filter, positioned before the value.</param>
/// <param name="rules">What is allowed.</param>
internal sealed class LiteralReader(FilterText text, ReadingRules rules)
{
    private const string HalfPair = "the string has half of a surrogate pair.";

    // Characters that end a string, begin an escape, or are not allowed in a string.
    private static readonly SearchValues<char> NotPlain = SearchValues.Create([
        '"',
        '\'',
        '\\',
        .. Enumerable.Range(0, ' ').Select(code => (char)code),
    ]);

    /// <summary>Reads the value; the position is after it then.</summary>
    /// <param name="textual">Whether only a string makes sense here, so that an unquoted <c>123</c> is one.</param>
    public FilterLiteral Read(bool textual)
    {
        if (text.Current == '"') return FilterLiteral.Of(Quoted());
        if (text.Current == '\'')
        {
            return rules.Allows(Leniency.SingleQuotes)
                ? FilterLiteral.Of(Quoted())
                : throw text.Expected("a value in double quotation marks");
        }

        return Bare(textual);
    }

    private FilterLiteral Bare(bool textual)
    {
        string word = text.PeekWord().ToString();
        if (word.Length == 0) throw text.Expected("a value");
        bool unquoted = rules.Allows(Leniency.UnquotedLiterals);
        var literal = unquoted && textual && word != "null" ? FilterLiteral.Of(word) : Constant(word) ?? Number(word);
        if (literal is null && unquoted) literal = FilterLiteral.Of(word);
        if (literal is not { } read) throw text.Expected("a string in double quotation marks, a number, true, false or null");
        if (HasLoneSurrogate(word)) throw FilterText.Fault(HalfPair, text.Position);
        text.TakeWord();
        return read;
    }

    private FilterLiteral? Constant(string word) => word switch
    {
        "true" => FilterLiteral.Of(true),
        "false" => FilterLiteral.Of(false),
        "null" => FilterLiteral.Null,
        _ when rules.Allows(Leniency.SchemaTypedLiterals) && bool.TryParse(word, out bool value) => FilterLiteral.Of(value),
        _ => null,
    };

    private static FilterLiteral? Number(string word) => JsonNumber.Fits(word) ? FilterLiteral.Number(word) : null;

    private string Quoted()
    {
        int start = text.Position;
        char quote = text.Take();
        string whole = text.TakeUntil(NotPlain).ToString();
        if (!text.Take(quote)) whole = Rest(whole, quote, start);
        return HasLoneSurrogate(whole) ? throw FilterText.Fault(HalfPair, start) : whole;
    }

    private string Rest(string beginning, char quote, int start)
    {
        var value = new StringBuilder(beginning);
        while (!text.Take(quote))
        {
            if (text.AtEnd) throw text.Expected($"the closing quotation mark of the string that begins at column {start + 1},");
            if (text.Current < ' ') throw FilterText.Fault("a control character in a string must be escaped.", text.Position);
            char character = text.Take();
            value.Append(character == '\\' ? Escaped(quote) : character);
        }

        return value.ToString();
    }

    private char Escaped(char quote)
    {
        if (text.AtEnd) throw text.Expected("a character after '\\'");
        int position = text.Position;
        char code = text.Take();
        return code switch
        {
            '"' or '\\' or '/' => code,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => CodeUnit(),
            _ when code == quote => code,
            _ => throw FilterText.Fault($"'\\{code}' is no escape of JSON.", position - 1),
        };
    }

    private char CodeUnit()
    {
        int unit = 0;
        for (int digit = 0; digit < 4; digit++)
        {
            if (!char.IsAsciiHexDigit(text.Current)) throw text.Expected("four hexadecimal digits after '\\u'");
            unit = (unit * 16) + Convert.ToInt32(text.Take().ToString(), 16);
        }

        return (char)unit;
    }

    private static bool HasLoneSurrogate(string value)
    {
        if (!value.AsSpan().ContainsAnyInRange('\ud800', '\udfff')) return false;
        for (int i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i])) continue;
            if (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[i + 1])) return true;
            i++;
        }

        return false;
    }
}
