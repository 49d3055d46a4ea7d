using System.Collections.Frozen;
using ScimGateway.Configuration;
using ScimGateway.Mapping;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>Puts the stacks of one target together: what the target lacks, and nothing else, from the inside out. A target
/// that can do everything has the first and the last line, and the two emulations that ask each request or answer whether they are needed.</summary>
internal sealed class TargetStack(string target, TargetTransport transport, ResourceTurns turns, GatewayLimits limits, ILogger<ReferenceDirectory> log)
{
    /// <summary>A stack for each resource type of a mapping, by the endpoint that clients ask (<c>Users</c>), in any case.</summary>
    public FrozenDictionary<string, ResourceTarget> Build(TargetMapping mapping)
    {
        var bare = mapping.Resources.ToDictionary(resource => resource.Type.Name, Bare, StringComparer.Ordinal);
        var directory = new ReferenceDirectory(bare, log);
        return mapping.Resources.ToFrozenDictionary(
            resource => resource.Type.Endpoint.TrimStart('/'),
            resource => new ResourceTarget(resource, Build(resource, bare[resource.Type.Name].Stack, directory)),
            StringComparer.OrdinalIgnoreCase);
    }

    private RefuseUnsupported Build(ResourceMapping mapping, ITarget bare, ReferenceDirectory directory)
    {
        var can = mapping.Can;
        var stack = bare;
        if (mapping.References.Count > 0) stack = new ResolveReferences(stack, mapping, directory);
        if (can.Filters != FilterCapability.Full || mapping.References.Count > 0) stack = new FilterByScan(stack, mapping, limits.ScanResources, limits.ScanTests);
        if (transport.Repeats && RepeatCreate.UniqueOf(mapping) is { } unique) stack = new RepeatCreate(stack, unique);
        stack = new CompleteAnswer(stack, mapping);
        if (!can.Put && can.Patch == PatchStyle.Merge) stack = new ReplaceByMerge(stack, mapping);
        if (can.CreateThenUpdate) stack = new CreateThenUpdate(stack, mapping);
        if (can.Patch == PatchStyle.None && can.Put) stack = new PatchByReplace(stack, mapping);
        if (can.Patch == PatchStyle.PatchOp && can.Read) stack = new CreateOnNoMatch(stack, mapping);
        if (can.Patch == PatchStyle.Merge) stack = new PatchByMerge(stack, mapping);
        if (can.Delete == DeleteStyle.Deactivate) stack = new DeleteByDeactivate(stack);
        if (can.Patch != PatchStyle.PatchOp) stack = new OneWriteAtATime(stack, turns);
        return new RefuseUnsupported(stack, mapping, target);
    }

    // What references are looked up through: it resolves none itself, or a chain of managers would be climbed to its top.
    private ResourceTarget Bare(ResourceMapping mapping) => new(mapping, new NativeTarget(mapping, transport));
}
