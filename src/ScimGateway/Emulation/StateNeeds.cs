using ScimGateway.Configuration;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Mappers;

namespace ScimGateway.Emulation;

/// <summary>What the gateway itself must remember of a target, and so needs a store and a key for.</summary>
internal static class StateNeeds
{
    /// <summary>What is kept of the resources of one type, in words.</summary>
    public static IEnumerable<string> Of(ResourceMapping mapping)
    {
        string name = mapping.Type.Name;
        if (mapping.Can.Delete is DeleteStyle.Deactivate or DeleteStyle.Empty)
            yield return $"which {name}s are deleted (ids, and keyed hashes of names)";
        if (mapping.Defers) yield return $"references of {name}s to those who are not there yet (sealed)";
        if (mapping.Can.IfUpdateFails == UpdateFailure.Owe)
            yield return $"{name}s that are half created, until the target has taken the rest (sealed)";
        if (StackTable.RemembersNames(mapping)) yield return $"names of {name}s as clients wrote them";
        if (StackTable.RemembersCreates(mapping)) yield return $"which {name}s are half created (ids, and keyed hashes of names)";
    }

    /// <summary>What is kept of each target, with its name; nothing of sandboxes outlives the process.</summary>
    public static IEnumerable<(string Target, string What)> Of(
        GatewayConfig config, IReadOnlyDictionary<string, TargetMapping> mappings
    ) =>
        from target in config.Targets
        where target.Sandbox is null && mappings.ContainsKey(target.Name)
        from resource in mappings[target.Name].Resources
        from what in Of(resource)
        select (target.Name, what);

    /// <summary>That a key is needed and missing; <see langword="null"/>: it is not.</summary>
    public static ConfigFault? Fault(GatewayConfig config, IReadOnlyDictionary<string, TargetMapping> mappings) =>
        config.State is { IsMemory: false, Key: null }
        && Of(config, mappings).FirstOrDefault() is { Target: { } target, What: var what }
            ? new ConfigFault(
                config.SourceFile,
                0,
                "state.key",
                $"is missing, and the gateway keeps of {target} {what}; write state: {{ store: \"{StateConfig.Default}\", key: file:state.key }}, and make the key with (umask 077 && scim-gateway state key > state.key)"
            )
            : null;
}
