using ScimGateway.Mapping.Definitions;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Mapping.Scripting;

namespace ScimGateway.Mapping.Bench;

/// <summary>Mappings made of a text, with the gateway's limits.</summary>
internal static class Scripts
{
    private static readonly ScriptLimits Limits = new()
    {
        Time = TimeSpan.FromMilliseconds(250),
        Statements = 10_000,
        Recursion = 64,
        RegexTime = TimeSpan.FromMilliseconds(20),
        ArrayLength = 10_000,
    };

    /// <summary>The mapping of the first resource type.</summary>
    public static ResourceMapping Compile(string script) => Whole(script).Resources[0];

    /// <summary>The mapping of the second one.</summary>
    public static ResourceMapping CompileSecond(string script) => Whole(script).Resources[1];

    private static TargetMapping Whole(string script)
    {
        string folder = Directory.CreateTempSubdirectory("mapping-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "mapping.js"), script);
            return MappingCompiler.Compile(folder, Limits);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
