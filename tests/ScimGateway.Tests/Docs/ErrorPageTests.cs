using System.Text.RegularExpressions;
using ScimGateway.Scim.Errors;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Docs;

/// <summary>docs/errors.md says what the code says: its sentences stand in the code, and the code's faults stand on the
/// page.</summary>
public sealed partial class ErrorPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs/errors.md"));

    private static readonly string Code = string.Join('\n', Directory
        .GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("ScimGateway.Sandbox", StringComparison.Ordinal))
        .Select(File.ReadAllText));

    public static TheoryData<string> Told => [.. Cells()
        .SelectMany(cell => Quoted().Matches(cell).Select(quoted => quoted.Groups["text"].Value))
        .Where(IsSentence)
        .Distinct(StringComparer.Ordinal)];

    public static TheoryData<string> Reasons =>
        [.. Reason().Matches(Code).Select(reason => reason.Groups["text"].Value).Distinct(StringComparer.Ordinal)];

    public static TheoryData<string> Types => [.. Enum.GetValues<ScimType>().Select(type => type.ToWord())];

    public static TheoryData<string> Statuses =>
        [.. Status().Matches(Code).Select(status => status.Groups["status"].Value).Distinct(StringComparer.Ordinal)];

    /// <summary>Sentences of the code for everything that is not a 400, as far as they begin with words.</summary>
    public static TheoryData<string> Said =>
        [.. Fault().Matches(Code).Select(fault => fault.Groups["text"].Value).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Told))]
    public void A_sentence_of_the_page_stands_in_the_code(string sentence) =>
        Assert.All(
            sentence.Split('…', StringSplitOptions.TrimEntries).Where(part => part.Count(char.IsLetter) > 3),
            part => Assert.Contains(part.Trim(' ', '.'), Code, StringComparison.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Said))]
    public void A_fault_of_the_code_is_told_on_the_page(string sentence) =>
        Assert.True(Sentences.Exists(told => Pattern(told).IsMatch(sentence)), $"docs/errors.md does not tell of: {sentence}");

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_reason_that_a_target_could_not_be_used_is_told(string reason) =>
        Assert.Contains($"`{reason}`", Page, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Types))]
    public void A_scimType_is_told(string type) => Assert.Contains($"`{type}`", Page, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Statuses))]
    public void A_status_is_told(string status) => Assert.Matches($@"\b{status}\b", Page);

    private static List<string> Sentences { get; } =
    [.. Cells().SelectMany(cell => Quoted().Matches(cell).Select(quoted => quoted.Groups["text"].Value)).Where(IsSentence)];

    // {…} in the code and … on the page are whatever the request says.
    private static Regex Pattern(string told) => new(
        "^" + Regex.Escape(told.TrimEnd('…', ' ')).Replace("…", ".*", StringComparison.Ordinal),
        RegexOptions.Singleline,
        TimeSpan.FromSeconds(1)
    );

    private static IEnumerable<string> Cells() =>
        Page.Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .SelectMany(line => line.Split(" | ")[..^1]);

    private static bool IsSentence(string text) =>
        text.Contains(' ', StringComparison.Ordinal) && (char.IsUpper(text[0]) || text[0] is '…' or '/');

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("Reason = \"(?<text>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reason();

    [GeneratedRegex(@"new (ScimException)?\((?<status>[45]\d\d), ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Status();

    [GeneratedRegex("""(new (ScimException)?\([45]\d\d, null, |ScimException\.(NotFound|NotImplemented|Conflict|PreconditionFailed|TooLarge|Unauthorized|UnusableAnswer)\()\s*\$?"(?<text>[A-Z/][^"\\]*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fault();
}
