using System.Security.Cryptography;
using System.Text;
using ScimGateway.Mapping.Faults;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Mapping.Scripting;

namespace ScimGateway.Mapping.Definitions;

/// <summary>Reads a mapping folder and compiles it, or says everything that is wrong with it.</summary>
public static class MappingCompiler
{
    /// <param name="folder">A folder with a <c>mapping.js</c>.</param>
    /// <param name="limits">What its functions may cost.</param>
    /// <exception cref="MappingException">All faults of the mapping, a missing folder among them.</exception>
    public static TargetMapping Compile(string folder, ScriptLimits limits)
    {
        string file = Path.Combine(folder, "mapping.js");
        byte[] bytes = Read(folder, file);
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var source = new ScriptSource(name, file, Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'));
        var program = source.Prepare(limits);
        var engine = ScriptEngine.Load(program, limits);
        var scripts = new ScriptPool(program, limits);
        scripts.Add(engine);
        return new MappingReader(source, limits, scripts, Convert.ToHexStringLower(SHA256.HashData(bytes))).Read(engine.Targets);
    }

    private static byte[] Read(string folder, string file)
    {
        if (!Directory.Exists(folder)) throw new MappingException([
            new MappingFault(folder, 0, "There is no such folder; expected one with a mapping.js."),
        ]);
        if (!File.Exists(file)) throw new MappingException([
            new MappingFault(file, 0, "There is no such file; a mapping is a folder with a mapping.js."),
        ]);
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MappingException([new MappingFault(file, 0, $"The file cannot be read: {fault.Message}")]);
        }
    }
}
