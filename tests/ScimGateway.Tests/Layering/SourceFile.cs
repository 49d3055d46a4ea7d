using System.Text.RegularExpressions;

namespace ScimGateway.Tests.Layering;

/// <summary>What a file of C# declares, and which names it uses.</summary>
/// <param name="Path">Below <c>src</c>.</param>
/// <param name="Namespace">Its own.</param>
/// <param name="Usings">The namespaces that it has a <c>using</c> for.</param>
/// <param name="Declared">The types at its top.</param>
/// <param name="Names">Names that may be types, with what is written before them: <c>Filters.Filter</c>.</param>
/// <param name="Code">Without comments and strings.</param>
internal sealed record SourceFile(
    string Path,
    string Namespace,
    IReadOnlyList<string> Usings,
    IReadOnlyList<string> Declared,
    IReadOnlySet<string> Names,
    string Code
)
{
    private static readonly Regex Space = Lines(@"^namespace\s+(?<name>[\w.]+)");

    private static readonly Regex Use = Lines(@"^(global\s+)?using\s+(static\s+)?(?<name>[\w.]+)\s*;");

    private static readonly Regex Declaration = Lines(
        @"^(public |internal |file )?((sealed|static|abstract|partial|readonly|unsafe) )*(class|record struct|record|struct|interface|enum|delegate [\w<>?\[\]., ]+) (?<name>\w+)");

    // A member of something (".Name") is no type, unless what stands before is a namespace: then it is one name with it.
    private static readonly Regex Name = Lines(@"(?<![\w.)\]?!])(?<name>[A-Z]\w*(\.[A-Z]\w*)*)");

    // Raw strings first, for there are quotation marks in them; then comments and other strings, whichever begins first.
    private static readonly Regex Unread = new(
        """"(?<raw>"{3,})[\s\S]*?\k<raw>|//[^\n]*|'(\\.|[^'\\\n])+'|"(\\.|[^"\\\n])*"""",
        RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(10));

    public static SourceFile Read(string path, string text)
    {
        string code = Unread.Replace(text, "\"\"");
        string space = Space.Match(code) is { Success: true } found ? found.Groups["name"].Value : "ScimGateway";
        string body = string.Join('\n', code.Split('\n').Where(line =>
            !line.StartsWith("using ", StringComparison.Ordinal)
            && !line.StartsWith("namespace ", StringComparison.Ordinal)));
        return new SourceFile(
            path,
            space,
            [.. All(Use, code)],
            [.. All(Declaration, code)],
            All(Name, body).ToHashSet(StringComparer.Ordinal),
            code
        );
    }

    private static IEnumerable<string> All(Regex pattern, string code) =>
        pattern.Matches(code).Select(match => match.Groups["name"].Value);

    private static Regex Lines(string pattern) =>
        new(pattern, RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10));
}
