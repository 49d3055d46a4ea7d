using System.Text.RegularExpressions;

namespace ScimGateway.Tests.Docs;

/// <summary>A fenced block of a page, and the paragraph that announces it.</summary>
/// <param name="Lead">The text between the block before and this one, its last paragraph.</param>
/// <param name="Language"><c>sh</c>, <c>text</c>, <c>yaml</c> …</param>
internal sealed partial record PageBlock(string Lead, string Language, string Body)
{
    /// <summary>Whether the page says that this is done somewhere else: an identity provider's screen is no command.</summary>
    public bool IsElsewhere => Lead.Contains("elsewhere", StringComparison.OrdinalIgnoreCase);

    /// <summary>The file that the page wants written: <c>`gateway.yaml`:</c> or <c>Write `a/b.js`, …:</c> in front of the
    /// block.</summary>
    public string? File => FileName().Match(Lead) is { Success: true } name ? name.Groups["file"].Value : null;

    public bool IsOutput => Language == "text" && Lead.Contains("It prints", StringComparison.Ordinal) && !IsLog;

    public bool IsLog => Language == "text" && Lead.Contains("The log says", StringComparison.Ordinal);

    public static IReadOnlyList<PageBlock> Of(string page)
    {
        var blocks = new List<PageBlock>();
        int end = 0;
        foreach (Match block in Fence().Matches(page))
        {
            string lead = page[end..block.Index].TrimEnd().Split("\n\n")[^1].Trim();
            blocks.Add(new PageBlock(lead, block.Groups["language"].Value, block.Groups["body"].Value));
            end = block.Index + block.Length;
        }

        return blocks;
    }

    /// <summary>What a page shows of an output, as a pattern: a line <c>…</c> is any number of lines, within a line it is
    /// anything.</summary>
    public Regex Pattern(Func<string, string> real) => new(
        @"\A\s*" + string.Join(
            "",
            Body.TrimEnd().Split('\n').Select(line => line.Trim() is "…" ? @"(?:.*\n)*?" : Line(real(line)))
        ) + @"\s*\z",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(10));

    private static string Line(string line) =>
        Regex.Escape(line.TrimEnd()).Replace("…", "[^\n]*", StringComparison.Ordinal) + @"[ \t]*\n";

    [GeneratedRegex(
        @"^```(?<language>[a-z]*)\n(?<body>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Fence();

    [GeneratedRegex("`(?<file>[A-Za-z][\\w/-]*\\.[a-z]+)`[^`]*:$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FileName();
}
