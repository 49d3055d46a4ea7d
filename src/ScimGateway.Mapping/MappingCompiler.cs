using ScimGateway.Mapping.Scripting;

namespace ScimGateway.Mapping;

/// <summary>Reads a mapping folder and compiles it, or says everything that is wrong with it.</summary>
public static class MappingCompiler
{
    /// <param name="folder">A folder with a <c>mapping.js</c>.</param>
    /// <param name="limits">What its functions may cost.</param>
    /// <exception cref="MappingException">All faults of the mapping, a missing folder among them.</exception>
    public static TargetMapping Compile(string folder, ScriptLimits limits) =>
        throw new MappingException([new MappingFault(folder, 0, "not yet" + limits)]);
}
