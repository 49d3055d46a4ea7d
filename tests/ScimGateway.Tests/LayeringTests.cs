using System.Text.RegularExpressions;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests;

/// <summary>Folders inside a project form no circles: each stands on a floor, and uses only the floors below.</summary>
public sealed class LayeringTests
{
    /// <summary>Lowest first; a project's root namespace stands on top of its folders.</summary>
    private static readonly Dictionary<string, string[]> Floors = new()
    {
        ["ScimGateway.Scim"] = ["Errors", "Json", "Paths", "Schemas", "Policies", "Versions", "Filters", "Values", "Patching", "Messages", "Bulk", "Resources", "Discovery"],
        ["ScimGateway.Mapping"] = ["Scripting", "Values", "Attributes", "Capabilities", "Mappers", "Definitions"],
        ["ScimGateway.Sandbox"] = ["Vendors", "Peakon", "Leapsome", "AlexisHr", "Slack"],
        ["ScimGateway"] = ["Time", "Configuration", "State", "Replicas", "Clients", "Work", "Auditing", "Calls", "Targets", "Dialects", "Emulation", "Runtime", "Pipeline", "Console", "Commands"],
    };

    /// <summary>What stands outside, as code names it, and who alone may: a folder, or a whole project.</summary>
    private static readonly (string Name, Regex Code, string[] Owners)[] Seams =
    [
        ("System.IO.Hashing", Lines(@"\bSystem\.IO\.Hashing[.;]"), ["ScimGateway.Scim.Versions"]),
        ("ADRaffy.ENSNormalize", Lines(@"\bADRaffy\.ENSNormalize[.;]"), ["ScimGateway.Scim.Filters"]),
        ("Jint", Lines(@"\b(Jint|Acornima)[.;]"), ["ScimGateway.Mapping.Scripting"]),
        ("Yarp", Lines(@"\bYarp[.;]"), ["ScimGateway.Targets", "ScimGateway.Runtime", "ScimGateway.Pipeline"]),
        ("StackExchange.Redis", Lines(@"\bStackExchange\.Redis[.;]"), ["ScimGateway.Replicas"]),
        ("Microsoft.Extensions.Caching", Lines(@"\bMicrosoft\.Extensions\.Caching[.;]"), ["ScimGateway.Replicas"]),
        ("Serilog", Lines(@"\bSerilog[.;]"), ["ScimGateway"]),
        ("Microsoft.AspNetCore", Lines(@"\bMicrosoft\.AspNetCore[.;]"), ["ScimGateway", "ScimGateway.Sandbox"]),
        // Implicit usings bring these in, so their own names are looked for too.
        ("System.Net.Http", Lines(@"\bSystem\.Net\.Http[.;]|\bHttp(Client|RequestMessage|ResponseMessage)\b"), ["ScimGateway", "ScimGateway.Sandbox"]),
    ];

    private static readonly Regex Namespaces = Lines(@"^namespace\s+(?<name>[\w.]+)");

    private static readonly Regex Usings = Lines(@"^(global\s+)?using\s+(static\s+)?(\w+\s*=\s*)?(?<name>[\w.]+)\s*[;<]");

    [Fact]
    public void Every_folder_uses_only_the_floors_below_it()
    {
        var source = Path.Combine(Repository.Root, "src");
        var files = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories).ToList();

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => Faults(Path.GetRelativePath(source, file), File.ReadAllText(file))));
    }

    [Theory]
    [InlineData("namespace ScimGateway.Scim.Filters;", "using ScimGateway.Scim.Paths;", null)]
    [InlineData("namespace ScimGateway.Scim.Paths;", "using ScimGateway.Scim.Filters;", "x.cs: ScimGateway.Scim.Paths may not use ScimGateway.Scim.Filters: it is not on a lower floor.")]
    [InlineData("namespace ScimGateway.Scim.Filters;", "using static ScimGateway.Scim.Patching.PatchEngine;", "x.cs: ScimGateway.Scim.Filters may not use ScimGateway.Scim.Patching: it is not on a lower floor.")]
    [InlineData("namespace ScimGateway.Scim.Helpers;", "", "x.cs: ScimGateway.Scim.Helpers has no floor: give it one in LayeringTests.Floors.")]
    [InlineData("namespace ScimGateway.Mapping;", "using ScimGateway.Mapping.Mappers;", null)]
    [InlineData("namespace ScimGateway.Mapping.Mappers;", "using ScimGateway.Mapping;", "x.cs: ScimGateway.Mapping.Mappers may not use ScimGateway.Mapping: it is not on a lower floor.")]
    [InlineData("namespace ScimGateway.Mapping.Mappers;", "using ScimGateway.Scim.Filters;", null)]
    [InlineData("namespace ScimGateway.Scim.Versions;", "using System.IO.Hashing;", null)]
    [InlineData("namespace ScimGateway.Scim.Json;", "using System.IO.Hashing;", "x.cs: ScimGateway.Scim.Json may not use System.IO.Hashing: only ScimGateway.Scim.Versions may.")]
    [InlineData("namespace ScimGateway.Mapping.Scripting;", "using Jint.Native;", null)]
    [InlineData("namespace ScimGateway.Mapping.Mappers;", "using Jint;", "x.cs: ScimGateway.Mapping.Mappers may not use Jint: only ScimGateway.Mapping.Scripting may.")]
    [InlineData("namespace ScimGateway.Replicas;", "using StackExchange.Redis;", null)]
    [InlineData("namespace ScimGateway.Replicas;", "using ScimGateway.Targets;", "x.cs: ScimGateway.Replicas may not use ScimGateway.Targets: it is not on a lower floor.")]
    [InlineData("namespace ScimGateway.Emulation;", "using StackExchange.Redis;", "x.cs: ScimGateway.Emulation may not use StackExchange.Redis: only ScimGateway.Replicas may.")]
    [InlineData("namespace ScimGateway.Emulation;", "using Microsoft.Extensions.Caching.Memory;", "x.cs: ScimGateway.Emulation may not use Microsoft.Extensions.Caching: only ScimGateway.Replicas may.")]
    [InlineData("namespace ScimGateway.Auditing;", "using Yarp.ReverseProxy.Model;", "x.cs: ScimGateway.Auditing may not use Yarp: only ScimGateway.Targets, ScimGateway.Runtime, ScimGateway.Pipeline may.")]
    [InlineData("namespace ScimGateway.Runtime;", "using Serilog.Sinks.Async;", null)]
    [InlineData("namespace ScimGateway.Mapping.Mappers;", "using Serilog;", "x.cs: ScimGateway.Mapping.Mappers may not use Serilog: only ScimGateway may.")]
    [InlineData("namespace ScimGateway.Scim.Json;", "using Text = Microsoft.AspNetCore.Http.Results;", "x.cs: ScimGateway.Scim.Json may not use Microsoft.AspNetCore: only ScimGateway, ScimGateway.Sandbox may.")]
    [InlineData("namespace ScimGateway.Pipeline;", "global using System.Net.Http.Headers;", null)]
    [InlineData("namespace ScimGateway.Scim.Json;", "public static class Y { static readonly HttpClient Z = new(); }", "x.cs: ScimGateway.Scim.Json may not use System.Net.Http: only ScimGateway, ScimGateway.Sandbox may.")]
    [InlineData("namespace ScimGateway.Mapping.Mappers;", "static Jint.Engine Y;", "x.cs: ScimGateway.Mapping.Mappers may not use Jint: only ScimGateway.Mapping.Scripting may.")]
    [InlineData("namespace ScimGateway.Mapping.Mappers;", "/// <summary>Unlike Jint. And HttpClient.</summary>", null)]
    [InlineData("", "using ScimGateway.Pipeline;", null)] // Program.cs: the root of its project
    public void A_file_is_judged_by_its_namespace_and_usings(string space, string use, string? fault) =>
        Assert.Equal(fault is null ? [] : [fault], Faults("x.cs", $"{use}\n\n{space}\n\npublic sealed class X;\n"));

    private static IEnumerable<string> Faults(string file, string text)
    {
        var space = Namespaces.Match(text) is { Success: true } found ? found.Groups["name"].Value : "ScimGateway";
        var home = Place(space);
        if (home.Floor < 0) return [$"{file}: {space} has no floor: give it one in LayeringTests.Floors."];
        var code = string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
        return FloorFaults(home, code).Concat(SeamFaults(home, code)).Select(reason => $"{file}: {home.Name} may not use {reason}");
    }

    private static IEnumerable<string> FloorFaults(Folder home, string code) =>
        Usings.Matches(code).Select(use => Place(use.Groups["name"].Value))
            .Where(used => used.Project == home.Project && used.Name != home.Name && used.Floor >= home.Floor)
            .Select(used => $"{used.Name}: it is not on a lower floor.");

    private static IEnumerable<string> SeamFaults(Folder home, string code) =>
        Seams.Where(seam => !seam.Owners.Contains(home.Name) && !seam.Owners.Contains(home.Project) && seam.Code.IsMatch(code))
            .Select(seam => $"{seam.Name}: only {string.Join(", ", seam.Owners)} may.");

    /// <summary>The folder that a namespace, or a type in it, belongs to; floor -1 when nobody gave it one.</summary>
    private static Folder Place(string name)
    {
        var project = Floors.Keys.Where(key => IsWithin(name, key)).MaxBy(key => key.Length) ?? "";
        if (name == project || project.Length == 0) return new Folder(project, name, int.MaxValue);
        var folder = name[(project.Length + 1)..].Split('.')[0];
        return new Folder(project, $"{project}.{folder}", Array.IndexOf(Floors[project], folder));
    }

    private static bool IsWithin(string name, string space) => name == space || name.StartsWith(space + '.', StringComparison.Ordinal);

    private static Regex Lines(string pattern) =>
        new(pattern, RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);

    private sealed record Folder(string Project, string Name, int Floor);
}
