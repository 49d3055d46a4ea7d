using ScimGateway.Tests.Layering;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests;

/// <summary>The house: which folder stands on which floor, and who alone may name what. A use is any name of a type that a file
/// can see, with or without a <c>using</c>.</summary>
public sealed class LayeringTests
{
    /// <summary>Lowest first. A folder uses those before it; a folder of another project is below all of them.</summary>
    private static readonly string[] Floors =
    [
        .. Below(
            "ScimGateway.Scim",
            "Errors",
            "Json",
            "Paths",
            "Schemas",
            "Policies",
            "Versions",
            "Filters",
            "Values",
            "Patching",
            "Messages",
            "Bulk",
            "Resources",
            "Answers",
            "Discovery"
        ),
        .. Below("ScimGateway.Mapping", "Faults", "Scripting", "Values", "Attributes", "Capabilities", "Mappers", "Definitions"),
        .. Below(
            "ScimGateway.Stores",
            "",
            "Sealing",
            "Migrations",
            "Commits",
            "Sqlite",
            "Postgres",
            "Remembered",
            "Owed",
            "Care",
            "Tables"
        ),
        .. Below("ScimGateway.Sandbox", "Vendors", "Peakon", "Leapsome", "AlexisHr", "Slack", ""),
        .. Below(
            "ScimGateway",
            "Time",
            "Configuration",
            "Configuration.Watching",
            "Configuration.Reading",
            "Configuration.Rules",
            "Configuration.Loading",
            "State",
            "Replicas",
            "Replicas.Local",
            "Replicas.Redis",
            "Clients.Dialects",
            "Clients",
            "Work",
            "Auditing",
            "Calls",
            "Targets",
            "Dialects",
            "Emulation.Requests",
            "Emulation.References",
            "Emulation.Owed",
            "Emulation.Repeats",
            "Emulation.Lists",
            "Emulation.Members",
            "Emulation.Creates",
            "Emulation.Changes",
            "Emulation.Deletions",
            "Emulation",
            "Runtime",
            "Pipeline.Arrivals",
            "Deliveries",
            "Pipeline.Endpoints",
            "Pipeline",
            "Control",
            "Console",
            "Commands.Output",
            "Commands.Owing",
            "Commands.Cases",
            "Commands.Probes",
            "Commands.States",
            "Commands",
            ""
        ),
    ];

    /// <summary>What stands outside, as code names it, and who alone may: a folder with those in it, or a whole
    /// project.</summary>
    private static readonly Seam[] Seams =
    [
        new(@"System\.IO\.Hashing[.;]", ["ScimGateway.Scim.Versions"]),
        new(@"ADRaffy\.ENSNormalize[.;]", ["ScimGateway.Scim.Filters"]),
        new(@"(Jint|Acornima)[.;]", ["ScimGateway.Mapping.Scripting"]),
        new(@"Yarp[.;]", ["ScimGateway.Targets", "ScimGateway.Runtime", "ScimGateway.Pipeline"]),
        new(@"Polly[.;]", ["ScimGateway.Calls"]),
        new(@"Microsoft\.Data\.Sqlite[.;]", ["ScimGateway.Stores.Sqlite"]),
        new(@"Npgsql[.;]", ["ScimGateway.Stores.Postgres"]),
        new(@"Medallion[.;]", ["ScimGateway.Stores.Postgres"]),
        new(@"Dapper[.;]", ["ScimGateway.Stores"]),
        new(@"YamlDotNet[.;]", ["ScimGateway.Configuration.Reading"]),
        new(@"System\.CommandLine[.;]", ["ScimGateway.Commands"]),
        new(@"StackExchange\.Redis[.;]", ["ScimGateway.Replicas.Redis"]),
        new(@"Microsoft\.Extensions\.Caching[.;]", ["ScimGateway.Replicas"]),
        new(@"Serilog[.;]", ["ScimGateway"]),
        new(@"Microsoft\.AspNetCore[.;]", ["ScimGateway", "ScimGateway.Sandbox"]),
        // Implicit usings bring these in, so their own names are looked for too.
        new(@"(System\.Net\.Http[.;]|Http(Client|RequestMessage|ResponseMessage)\b)", ["ScimGateway", "ScimGateway.Sandbox"]),
    ];

    /// <summary>Who may not name what, though it stands below.</summary>
    private static readonly (string Home, string[] Others)[] Strangers =
    [
        ("ScimGateway.Console", ["ScimGateway.Pipeline", "ScimGateway.Calls", "ScimGateway.Emulation", "ScimGateway.Mapping"]),
        ("ScimGateway.Dialects", ["ScimGateway.Emulation", "ScimGateway.State", "ScimGateway.Replicas"]),
        ("ScimGateway.Calls", ["ScimGateway.Clients", "ScimGateway.State", "ScimGateway.Replicas"]),
    ];

    private static readonly House Source = new(Floors, Seams, Strangers);

    [Fact]
    public void Every_folder_uses_only_the_floors_below_it()
    {
        string source = Path.Combine(Repository.Root, "src");
        var files = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Select(file => SourceFile.Read(Path.GetRelativePath(source, file), File.ReadAllText(file))).ToList();

        Assert.NotEmpty(files);
        string[] faults = [.. Source.Faults(files)];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Every_folder_says_what_it_is_in_fifteen_lines_at_most()
    {
        var folders = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetDirectoryName(file)!).Distinct();

        Assert.All(folders, folder => Assert.InRange(Lines(Path.Combine(folder, "README.md")), 1, 15));
    }

    [Fact]
    public void The_executable_is_no_library() => Assert.Empty(typeof(GatewayHost).Assembly.GetExportedTypes());

    // A file of the namespace, which names something; beside it stands one that declares "Other" where the third word says.
    [Theory]
    [InlineData("ScimGateway.Scim.Filters", "using ScimGateway.Scim.Paths;", "Other x;", "ScimGateway.Scim.Paths", null)]
    [InlineData(
        "ScimGateway.Scim.Paths",
        "using ScimGateway.Scim.Filters;",
        "Other x;",
        "ScimGateway.Scim.Filters",
        "ScimGateway.Scim.Paths may not use ScimGateway.Scim.Filters (Other): it is not on a lower floor."
    )]
    [InlineData(
        "ScimGateway.Scim.Errors",
        "",
        "Filters.Other x;",
        "ScimGateway.Scim.Filters",
        "ScimGateway.Scim.Errors may not use ScimGateway.Scim.Filters (Other): it is not on a lower floor."
    )]
    [InlineData("ScimGateway.Scim.Errors", "", "x.Other();", "ScimGateway.Scim.Filters", null)]
    [InlineData("ScimGateway.Scim.Errors", "", "string Other; // it is Filters.Other's", "ScimGateway.Scim.Filters", null)]
    [InlineData(
        "ScimGateway.Scim.Filters",
        "using static ScimGateway.Scim.Patching.Other;",
        "",
        "ScimGateway.Scim.Patching",
        "ScimGateway.Scim.Filters may not use ScimGateway.Scim.Patching (Other): it is not on a lower floor."
    )]
    [InlineData(
        "ScimGateway.Scim.Helpers",
        "",
        "",
        "ScimGateway.Scim.Paths",
        "ScimGateway.Scim.Helpers has no floor: give it one in LayeringTests.Floors."
    )]
    [InlineData(
        "ScimGateway.Emulation.Lists",
        "",
        "Other x;",
        "ScimGateway.Emulation",
        "ScimGateway.Emulation.Lists may not use ScimGateway.Emulation (Other): it is not on a lower floor."
    )]
    [InlineData("ScimGateway.Emulation", "using ScimGateway.Emulation.Lists;", "Other x;", "ScimGateway.Emulation.Lists", null)]
    [InlineData(
        "ScimGateway.Replicas",
        "using ScimGateway.Targets;",
        "Other x;",
        "ScimGateway.Targets",
        "ScimGateway.Replicas may not use ScimGateway.Targets (Other): it is not on a lower floor."
    )]
    [InlineData("ScimGateway.Mapping.Mappers", "using ScimGateway.Scim.Filters;", "Other x;", "ScimGateway.Scim.Filters", null)]
    [InlineData(
        "ScimGateway.Scim.Filters",
        "using ScimGateway.Mapping.Mappers;",
        "Other x;",
        "ScimGateway.Mapping.Mappers",
        "ScimGateway.Scim.Filters may not use ScimGateway.Mapping.Mappers (Other): it is not on a lower floor."
    )]
    [InlineData(
        "ScimGateway.Console",
        "using ScimGateway.Calls;",
        "Other x;",
        "ScimGateway.Calls",
        "ScimGateway.Console may not use ScimGateway.Calls (Other): it is a stranger there."
    )]
    [InlineData("ScimGateway.Scim.Versions", "using System.IO.Hashing;", "", "ScimGateway.Scim.Paths", null)]
    [InlineData(
        "ScimGateway.Scim.Json",
        "using System.IO.Hashing;",
        "",
        "ScimGateway.Scim.Paths",
        "ScimGateway.Scim.Json may not use System.IO.Hashing: only ScimGateway.Scim.Versions may."
    )]
    [InlineData(
        "ScimGateway.Mapping.Mappers",
        "",
        "Jint.Engine x;",
        "ScimGateway.Scim.Paths",
        "ScimGateway.Mapping.Mappers may not use Jint: only ScimGateway.Mapping.Scripting may."
    )]
    [InlineData("ScimGateway.Mapping.Mappers", "", "/// Unlike Jint. And HttpClient.", "ScimGateway.Scim.Paths", null)]
    [InlineData(
        "ScimGateway.Replicas.Local",
        "using StackExchange.Redis;",
        "",
        "ScimGateway.Scim.Paths",
        "ScimGateway.Replicas.Local may not use StackExchange.Redis: only ScimGateway.Replicas.Redis may."
    )]
    [InlineData("ScimGateway.Replicas.Local", "using Microsoft.Extensions.Caching.Memory;", "", "ScimGateway.Scim.Paths", null)]
    [InlineData(
        "ScimGateway.Emulation",
        "using Polly.Retry;",
        "",
        "ScimGateway.Scim.Paths",
        "ScimGateway.Emulation may not use Polly: only ScimGateway.Calls may."
    )]
    [InlineData(
        "ScimGateway.Scim.Json",
        "",
        "static readonly HttpClient Z = new();",
        "ScimGateway.Scim.Paths",
        "ScimGateway.Scim.Json may not use HttpClient: only ScimGateway, ScimGateway.Sandbox may."
    )]
    [InlineData(
        "ScimGateway.Scim.Json",
        "using Text = Microsoft.AspNetCore.Http.Results;",
        "",
        "ScimGateway.Scim.Paths",
        "ScimGateway.Scim.Json may not use Microsoft.AspNetCore: only ScimGateway, ScimGateway.Sandbox may."
    )]
    public void A_file_is_judged_by_the_names_that_it_uses(string space, string use, string body, string other, string? fault)
    {
        var file = SourceFile.Read("x.cs", $"{use}\n\nnamespace {space};\n\npublic sealed class X\n{{\n    {body}\n}}\n");
        var beside = SourceFile.Read("other.cs", $"namespace {other};\n\npublic sealed class Other;\n");

        Assert.Equal(fault is null ? [] : [$"x.cs: {fault}"], Source.Faults([file, beside]));
    }

    private static int Lines(string file) => File.Exists(file) ? File.ReadAllLines(file).Length : 0;

    private static IEnumerable<string> Below(string project, params string[] folders) =>
        folders.Select(folder => folder.Length == 0 ? project : $"{project}.{folder}");
}
