using System.Text.RegularExpressions;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Docs;

/// <summary>The pages of <c>docs/</c>: what they tell to do is done, and what they say is printed is printed.</summary>
public sealed partial class PageTests
{
    private static readonly string Root = Path.Combine(Repository.Root, "docs");

    private static readonly List<string> Pages = [.. Directory
        .GetFiles(Root, "*.md", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file))
        .Order(StringComparer.Ordinal)];

    public static TheoryData<string> All => [.. Pages];

    public static TheoryData<string> WithCommands => [.. Pages.Where(HasCommands)];

    [Theory]
    [MemberData(nameof(WithCommands))]
    public async Task What_a_page_tells_to_do_can_be_done_and_gives_what_it_shows(string page)
    {
        await using var run = new PageRun();
        var blocks = Blocks(page);

        foreach (var block in blocks) await run.DoAsync(block);
        run.End();

        Assert.Equal(blocks.Count(block => block.Language == "sh" && !block.IsElsewhere), run.Commands);
    }

    [Fact]
    public void The_quick_start_and_the_tutorial_are_among_them() =>
        Assert.Superset(
            new HashSet<string> { "quick-start.md", "write-a-mapping.md", "connect.md", "tools.md" },
            Pages.Where(HasCommands).ToHashSet(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(WithCommands))]
    public void What_a_page_shows_is_compared_with_something(string page) =>
        Assert.All(
            Blocks(page).Where(block => block.Language == "text"),
            block => Assert.True(block.IsOutput || block.IsLog, $"{page} shows what nobody compares: {block.Lead}")
        );

    [Theory]
    [InlineData("It prints:\n\n```text\n…\n  b … c\n```\n", "a\n  b 1 c\n", true)]
    [InlineData("It prints:\n\n```text\n…\n  b … c\n```\n", "a\n  b 1 c\nd\n", false)]
    [InlineData("It prints:\n\n```text\na\n…\nc\n```\n", "a\nb\nb\nc\n", true)]
    [InlineData("It prints:\n\n```text\na\n…\nc\n```\n", "b\nc\n", false)]
    [InlineData("It prints:\n\n```text\n{…\"a\":1…}\n```\n", "{\"b\":2,\"a\":1}\n", true)]
    [InlineData("It prints:\n\n```text\n{…\"a\":1…}\n```\n", "{\"b\":2}\n", false)]
    public void What_is_left_out_is_left_out_and_no_more(string page, string output, bool same) =>
        Assert.Equal(same, Assert.Single(PageBlock.Of(page)).Pattern(text => text).IsMatch(output));

    [Theory]
    [MemberData(nameof(All))]
    public void Its_links_lead_somewhere(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Root, page))!;

        Assert.All(Link()
            .Matches(Read(page))
            .Select(link => link.Groups["path"].Value)
            .Where(path => !path.Contains("://", StringComparison.Ordinal)),
            path => Assert.True(Path.Exists(Path.Combine(folder, path)), $"{page} leads to {path}, which is not there."));
    }

    [Fact]
    public void The_index_names_every_page()
    {
        string index = Read("README.md");

        Assert.All(
            Pages.Where(page => !page.Contains('/', StringComparison.Ordinal) && page != "README.md"),
            page => Assert.Contains($"]({page})", index, StringComparison.Ordinal)
        );
    }

    private static bool HasCommands(string page) => Blocks(page).Any(block => block.Language == "sh" && !block.IsElsewhere);

    private static IReadOnlyList<PageBlock> Blocks(string page) => PageBlock.Of(Read(page));

    private static string Read(string page) => File.ReadAllText(Path.Combine(Root, page));

    [GeneratedRegex(@"\]\((?<path>[^)#]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
