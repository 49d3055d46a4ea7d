using Acornima;

namespace ScimGateway.Mapping.Scripting;

/// <summary>The place of a missing comma: a parser reports the token after it, which may be lines below.</summary>
/// <param name="Line">Where it belongs, from 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="After">The end of the line before it, for people to find it.</param>
internal sealed record MissingComma(int Line, int Column, string After)
{
    private const int Shown = 30;

    /// <returns><see langword="null"/> when a comma would not help.</returns>
    public static MissingComma? Before(string text, ParseError fault)
    {
        if (!fault.Description.StartsWith("Unexpected", StringComparison.Ordinal) || fault.Index >= text.Length) return null;
        var last = default(Token);
        Failure(text, (in Token token) =>
        {
            if (token.End <= fault.Index) last = token;
        });
        if (last.End == 0) return null;
        var after = Failure(text.Insert(last.End, ","), null);
        if (after is not null && after.Index <= fault.Index + 1) return null;
        string line = text[(text.LastIndexOf('\n', last.End - 1) + 1)..last.End].Trim();
        return new MissingComma(last.Location.End.Line, last.Location.End.Column + 1, line.Length <= Shown
            ? line
            : "…" + line[^Shown..]);
    }

    private static ParseError? Failure(string text, OnTokenHandler? onToken)
    {
        try
        {
            new Parser(new ParserOptions { OnToken = onToken }).ParseScript(text);
            return null;
        }
        catch (ParseErrorException fault)
        {
            return fault.Error;
        }
    }
}
