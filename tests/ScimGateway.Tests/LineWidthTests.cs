using System.Text.RegularExpressions;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests;

/// <summary>Lines of code have at most 130 columns. A text that stands whole in one line may go on: a sentence is searched for by
/// its words, by people and by the tests of docs/errors.md. So may an address.</summary>
public sealed partial class LineWidthTests
{
    private const int Columns = 130;

    public static TheoryData<string> Folders => ["src", "tests", "bench"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_line_is_too_long(string folder)
    {
        string root = Path.Combine(Repository.Root, folder);
        var tooLong = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => TooLong(File.ReadAllText(file)).Select(line => $"{Path.GetRelativePath(root, file)}: {line}"));

        Assert.Empty(tooLong);
    }

    [Theory]
    [InlineData(131, "x", 1)]
    [InlineData(130, "x", 0)]
    [InlineData(131, "\"a sentence that is a little longer than forty columns\" ", 0)]
    [InlineData(131, "\"short\" ", 1)]
    [InlineData(131, "// https://example.org/", 0)]
    public void Only_texts_and_addresses_may_go_on(int length, string begin, int found) =>
        Assert.Equal(found, TooLong(begin.PadRight(length, 'x')).Count());

    [Fact]
    public void A_raw_text_of_several_lines_may_go_on() =>
        Assert.Empty(TooLong("var x = \"\"\"\n" + new string('x', 200) + "\n\"\"\";"));

    private static IEnumerable<string> TooLong(string text) => RawText().Replace(text, "\n")
        .Split('\n').Where(line => line.Length > Columns && !Whole().IsMatch(line));

    [GeneratedRegex("\"\"\"\\r?\\n[\\s\\S]*?\\n\\s*\"\"\"", RegexOptions.None, 10_000)]
    private static partial Regex RawText();

    [GeneratedRegex("\"\"\"|\"([^\"\\\\]|\\\\.){38,}\"|https?://", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Whole();
}
