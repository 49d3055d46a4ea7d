using ScimGateway.Calls;
using ScimGateway.Configuration;
using ScimGateway.Dialects;
using ScimGateway.Emulation.Changes;
using ScimGateway.Emulation.Lists;
using ScimGateway.Emulation.Owed;
using ScimGateway.Emulation.References;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;
using ScimGateway.State;
using ScimGateway.Stores;
using ScimGateway.Stores.Owed;
using ScimGateway.Stores.Remembered;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>The parts of the stack of one resource type.</summary>
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

    /// <summary>Set when a lane of the target becomes due.</summary>
    public required OwedSignal Due { get; init; }

    public required ILogger Log { get; init; }

    public TargetCapabilities Can => Mapping.Can;

    public string Type => Mapping.Type.Name;

    public ScanPlanner Planner => field ??= new ScanPlanner(Mapping);

    public Tombstones Tombstones => State.Tombstones(Target, Type);

    public OwedResources Owed => field ??= State.Owing.Of(Target, Type);

    /// <summary>A store that other processes share; <see langword="null"/>: this process is alone.</summary>
    public IStateStore? Shared => State.Of(Target).Store is { IsShared: true } store ? store : null;

    /// <summary>Keeps second halves of creates; <see langword="null"/>: the mapping says otherwise.</summary>
    public OwedUpdates? OwedUpdates =>
        Can.IfUpdateFails == UpdateFailure.Owe ? new OwedUpdates(Owed, Mapping, Due) : null;

    /// <summary>By which attributes resources of this type are waited for.</summary>
    public IReadOnlyList<AttributePath> NamesOfOwed => field ??= [
        .. Whole.Resources.SelectMany(one => one.References)
            .Where(reference => reference.Missing == MissingReference.Defer && reference.Type == Type)
            .SelectMany(reference => reference.Names).Distinct(),
    ];

    /// <summary>The users' mapping, for a target that shows the groups of a user and not the members of a group.</summary>
    public ResourceMapping? Users =>
        Can.MembersOfUsers ? Whole.Resources.FirstOrDefault(one => one.Type.Name == ResourceType.User.Name) : null;

    /// <summary>The bottom of a stack.</summary>
    public ITarget Native(ResourceMapping mapping) => new NativeTarget(mapping, Calls, Log);

    /// <summary>For a layer that changes a resource which the request does not name: as if the client had named it, under its
    /// lock.</summary>
    public ITarget AsNamed(ITarget inner) =>
        new OneWriteAtATime(Can.Read ? new KeepUnsaid(inner, Mapping) : inner, Target.Name, Turns, Mapping, shared: Shared);
}
