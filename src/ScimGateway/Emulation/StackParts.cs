using ScimGateway.Calls;
using ScimGateway.Configuration;
using ScimGateway.Dialects;
using ScimGateway.Emulation.Changes;
using ScimGateway.Emulation.Lists;
using ScimGateway.Emulation.References;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Schemas;
using ScimGateway.State;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>What the stack of one resource type is made of.</summary>
internal sealed record StackParts
{
    public required TargetConfig Target { get; init; }

    public required ResourceMapping Mapping { get; init; }

    /// <summary>The mappings of all types of the target.</summary>
    public required TargetMapping Whole { get; init; }

    public required TargetCalls Calls { get; init; }

    public required ResourceLocks Turns { get; init; }

    public required GatewayState State { get; init; }

    public required ListLimits Limits { get; init; }

    public required ClientCursors Cursors { get; init; }

    public required ReferenceDirectory Directory { get; init; }

    public required PageMarks Marks { get; init; }

    public required UnwrittenWarnings Warnings { get; init; }

    public required ILogger Log { get; init; }

    public TargetCapabilities Can => Mapping.Can;

    public string Type => Mapping.Type.Name;

    public ScanPlanner Planner => field ??= new ScanPlanner(Mapping);

    public ITombstones Tombstones => State.Tombstones(Target, Type);

    /// <summary>The users' mapping, for a target that shows the groups of a user and not the members of a group.</summary>
    public ResourceMapping? Users =>
        Can.MembersOfUsers ? Whole.Resources.FirstOrDefault(one => one.Type.Name == ResourceType.User.Name) : null;

    /// <summary>The bottom of a stack.</summary>
    public ITarget Native(ResourceMapping mapping) => new NativeTarget(mapping, Calls, Log);

    /// <summary>For a layer that changes a resource of which the request does not tell: as if the client had named it, alone at
    /// it.</summary>
    public ITarget AsNamed(ITarget inner) =>
        new OneWriteAtATime(Can.Read ? new KeepUnsaid(inner, Mapping) : inner, Target.Name, Turns, Mapping);
}
