using System.Text.Json.Nodes;
using ScimGateway.Mapping.Definitions;
using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Mapping.Scripting;

namespace ScimGateway.Mapping.Tests;

/// <summary>Mappings written in a test, compiled as an operator's are: from a folder.</summary>
internal static class Mappings
{
    public const string Peakon = "urn:ietf:params:scim:schemas:extension:peakon:2.0:User";
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    public static ScriptLimits Limits { get; } = new()
    {
        Time = TimeSpan.FromSeconds(2),
        Statements = 20_000,
        Recursion = 60,
        RegexTime = TimeSpan.FromMilliseconds(200),
        ArrayLength = 10_000,
    };

    /// <summary>Each folder of <c>mappings/</c> that has a <c>mapping.js</c>.</summary>
    public static IEnumerable<string> ShippedNames =>
        Directory.GetDirectories(Shipped("")).Where(folder => File.Exists(Path.Combine(folder, "mapping.js")))
            .Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public static string Shipped(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ScimGateway.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        return Path.Combine(folder.FullName, "mappings", name);
    }

    public static TargetMapping Compile(string script)
    {
        string folder = Path.Combine(Directory.CreateTempSubdirectory("mapping-").FullName, "acme");
        Directory.CreateDirectory(folder);
        try
        {
            File.WriteAllText(Path.Combine(folder, "mapping.js"), script);
            return MappingCompiler.Compile(folder, Limits);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
        }
    }

    /// <summary>A mapping of users with these rows.</summary>
    public static ResourceMapping User(string rows) => Compile($$"""
        var peakon = "{{Peakon}}", enterprise = "{{Enterprise}}";
        target({ User: { attributes: [ {{rows}} ] } });
        """).At("/Users")!;

    public static IReadOnlyList<string> Faults(string script) =>
        [.. Assert.Throws<MappingException>(() => Compile(script)).Faults.Select(fault => $"{fault.Line}: {fault.Message}")];

    public static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;

    /// <summary>What a target has, or gets.</summary>
    public static TargetResource Target(string text) => new(Json(text));

    public static void Same(string expected, TargetResource actual) => Same(expected, actual.Tree);

    public static void Same(string expected, JsonNode? actual) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), actual?.ToJsonString());
}
