using System.Text.RegularExpressions;
using ScimGateway.Configuration;
using ScimGateway.Emulation;
using ScimGateway.Pipeline;
using ScimGateway.Tests.Commands;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Docs;

/// <summary>CONTRIBUTING.md names classes that exist, in the order in which requests pass them.</summary>
public sealed partial class ContributingTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "CONTRIBUTING.md"));

    private static readonly HashSet<string> Classes =
        [.. Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file))];

    public static TheoryData<string> Nouns => [.. Rows("## Glossary")];

    public static TheoryData<string> Mappings => [.. Repository.Mappings];

    [Theory]
    [MemberData(nameof(Nouns))]
    public void A_noun_of_the_glossary_leads_to_classes_that_exist(string row)
    {
        var named = Code().Matches(row).Select(code => code.Groups["name"].Value).Where(name => name is not "ETag").ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, Classes));
    }

    [Fact]
    public void A_file_that_a_change_touches_exists() =>
        Assert.All(
            Rows("## What a change touches").SelectMany(row => Source().Matches(row).Select(file => file.Groups["name"].Value)),
            name => Assert.Contains(name, Classes)
        );

    [Fact]
    public void The_drawing_names_classes_that_exist() => Assert.All(Drawn(), name => Assert.Contains(name, Classes));

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task The_drawing_has_the_layers_in_the_order_of_the_stack(string name)
    {
        var drawn = Drawn().ConvertAll(Words);
        await using var road = await OfflineRoad.OpenAsync(
            new TargetConfig { Name = name, MappingFolder = Path.Combine(Repository.Root, "mappings", name) },
            new ClientConfig { Name = "strict", Profile = "strict", Tokens = [], Targets = [] },
            new GatewayLimits(),
            default);

        foreach (var resource in road.Target.Resources.Values)
        {
            var places = StackLayer.Of(resource.Stack).Select(layer => drawn.IndexOf(layer)).Where(place => place >= 0).ToList();
            Assert.True(places.Count > 5, $"Only {places.Count} layers of {name} are drawn.");
            Assert.Equal(places.Order(), places);
        }
    }

    [Fact]
    public async Task The_request_that_it_reads_can_be_read()
    {
        var command = Assert.Single(MapCommands().Matches(Page));
        string[] arguments = [
            .. command.Groups["arguments"].Value.Split(' ').Select(path => Path.Combine(Repository.Root, path)),
        ];

        var run = await CommandRun.OfAsync(["map", .. arguments]);

        Assert.True(run.ExitCode == 0, run.Output);
        foreach (string part in new[] { "In RFC words", "The target gets", "The client gets" })
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
    }

    private static List<string> Drawn() =>
        [.. PageBlock
            .Of(Page)
            .Single(block => block.Language == "stack")
            .Body.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Trim().Split(' ')[0])];

    private static string Words(string name) =>
        name == "NativeTarget"
            ? "the target's own words, by the mapping"
            : Capital().Replace(name, " $0").Trim().ToLowerInvariant();

    // Without the heading of the table and the line below it.
    private static IEnumerable<string> Rows(string heading) =>
        Page[Page.IndexOf(heading, StringComparison.Ordinal)..]
            .Split("\n## ")[0]
            .Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(2);

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<![…\w])(?<name>[A-Z][A-Za-z]+)\.cs\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Source();

    [GeneratedRegex("[A-Z]", RegexOptions.None, 1000)]
    private static partial Regex Capital();

    [GeneratedRegex("-- map (?<arguments>.+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MapCommands();
}
