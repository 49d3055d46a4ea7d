using System.Collections.Frozen;
using ScimGateway.Calls;
using ScimGateway.Configuration;
using ScimGateway.Dialects;
using ScimGateway.Emulation.Changes;
using ScimGateway.Emulation.Lists;
using ScimGateway.Emulation.References;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Replicas;
using ScimGateway.State;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>Composes the stacks of one target: the layers of the <see cref="StackTable"/> that the target needs.</summary>
internal sealed class TargetStack(
    TargetConfig target,
    TargetCalls calls,
    ResourceLocks turns,
    OwedSignal due,
    GatewayState state,
    IReplicaCache cache,
    ListLimits limits,
    ClientCursors cursors,
    UnwrittenWarnings warnings,
    ILogger<TargetStack> log)
{
    /// <summary>A stack for each resource type of a mapping, by the client's endpoint (<c>Users</c>), in any case.</summary>
    public FrozenDictionary<string, ResourceTarget> Build(TargetMapping mapping)
    {
        string owner = CacheOwner.Of(target, mapping);
        var bare = mapping.Resources.ToDictionary(
            resource => resource.Type.Name, resource => Bare(resource, Marks(resource, owner)), StringComparer.Ordinal);
        var directory = new ReferenceDirectory(bare, cache, owner, log);
        return mapping.Resources.ToFrozenDictionary(
            resource => resource.Type.Endpoint.TrimStart('/'),
            resource => new ResourceTarget(resource, Build(Parts(resource, mapping, directory, Marks(resource, owner)))),
            StringComparer.OrdinalIgnoreCase);
    }

    private static ITarget Build(StackParts parts) => StackTable.Layers.Where(layer => layer.IsNeeded(parts))
        .Aggregate(parts.Native(parts.Mapping), (stack, layer) => layer.Over(stack, parts));

    private StackParts Parts(ResourceMapping mapping, TargetMapping whole, ReferenceDirectory directory, PageMarks marks) => new()
    {
        Target = target,
        Mapping = mapping,
        Whole = whole,
        Calls = calls,
        Turns = turns,
        State = state,
        Limits = limits,
        Cursors = cursors,
        Directory = directory,
        Marks = marks,
        Warnings = warnings,
        Due = due,
        Log = log,
    };

    // The stack for look-ups of references: it resolves none itself, or a chain of managers would be followed to its top.
    private ResourceTarget Bare(ResourceMapping mapping, PageMarks marks)
    {
        var native = new NativeTarget(mapping, calls, log);
        var pages = new ServePages(native, mapping, limits, marks);
        return new ResourceTarget(mapping, mapping.Can.Filters == FilterCapability.Full
            ? pages
            : new ListByScan(pages, native, mapping, limits, new ScanPlanner(mapping)));
    }

    private PageMarks Marks(ResourceMapping mapping, string owner) => new(cache, owner, mapping.Type.Name);
}
