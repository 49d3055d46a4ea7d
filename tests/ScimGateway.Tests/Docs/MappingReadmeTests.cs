using System.Text.RegularExpressions;
using ScimGateway.Configuration;
using ScimGateway.Emulation;
using ScimGateway.Pipeline;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Docs;

/// <summary>The README of a shipped mapping says what its table and its stack say, and no other.</summary>
public sealed partial class MappingReadmeTests
{
    private static readonly string Root = Path.Combine(Repository.Root, "mappings");

    public static TheoryData<string> Names => [.. Repository.Mappings];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_row_of_the_table_is_told(string name)
    {
        string readme = Read(name);
        await using var road = await RoadAsync(name);

        var rows = road.Target.Resources.Values.SelectMany(resource => resource.Mapping.Rows).ToList();

        Assert.All(rows.SelectMany(row => new[] { row.Client, row.Target }).OfType<string>().Select(Attribute),
            attribute => Assert.Contains(Codes(readme), code => code == attribute || Attribute(code) == attribute));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_emulated_is_what_the_stack_has_beyond_every_target_s(string name)
    {
        string readme = Read(name);
        await using var road = await RoadAsync(name);
        await using var plain = await PlainRoadAsync();

        foreach (var (endpoint, resource) in road.Target.Resources)
        {
            var always = StackLayer.Of(plain.Target.Resources[endpoint].Stack).ToHashSet(StringComparer.Ordinal);
            var layers = StackLayer.Of(resource.Stack).Where(layer => !always.Contains(layer)).Order(StringComparer.Ordinal);
            var told = Emulated()
                .Match(readme, readme.IndexOf($"Emulated for {endpoint.ToLowerInvariant()}:", StringComparison.Ordinal))
                .Groups["what"]
                .Value;

            Assert.Equal(layers, Codes(told).Where(code =>
                !code.Contains("eq", StringComparison.Ordinal)
                && code is not ("userName" or "emails" or "externalId" or "id")).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_short_and_says_what_the_target_cannot(string name)
    {
        string readme = Read(name);

        Assert.Matches("What .* cannot", readme);
        Assert.InRange(readme.Split('\n').Length, 6, 24);
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Root, name, "README.md"));

    private static Task<OfflineRoad> RoadAsync(string name) => OpenAsync(name, Path.Combine(Root, name));

    /// <summary>The stack of a target that can do everything.</summary>
    private static async Task<OfflineRoad> PlainRoadAsync()
    {
        string folder = Directory.CreateTempSubdirectory("plain-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "mapping.js"), "target({ User: {}, Group: {} });");
            return await OpenAsync("plain", folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<OfflineRoad> OpenAsync(string name, string folder) => OfflineRoad.OpenAsync(
        new TargetConfig { Name = name, MappingFolder = folder },
        new ClientConfig { Name = "strict", Profile = "strict", Tokens = [], Targets = [] },
        new GatewayLimits(),
        default);

    // urn:…:User:manager.value is told as manager.value.
    private static string Attribute(string place) => place[(place.LastIndexOf(':') + 1)..];

    private static List<string> Codes(string text) => [.. Code().Matches(text).Select(code => code.Groups["code"].Value)];

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    /// <summary>From the colon to the next such sentence or an empty line.</summary>
    [GeneratedRegex(
        @"\GEmulated for [a-z]+:(?<what>.*?)(?=Emulated for|\n\n|\z)",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Emulated();
}
