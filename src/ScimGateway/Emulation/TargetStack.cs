using System.Collections.Frozen;
using ScimGateway.Configuration;
using ScimGateway.Mapping;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Replicas;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;
using ScimGateway.State;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>Puts the stacks of one target together: what the target lacks, and nothing else, from the inside out. A target
/// that can do everything has the first and the last line, and those that ask each request or answer whether they are needed: no
/// capability tells whether an answer is terse, a value path matches, or a client says <c>If-Match</c>.</summary>
internal sealed class TargetStack(
    TargetConfig target,
    TargetTransport transport,
    ResourceTurns turns,
    GatewayState state,
    IReplicaCache cache,
    ListLimits limits,
    ClientCursors cursors,
    UnwrittenWarnings warnings,
    ILogger<TargetStack> log)
{
    /// <summary>A stack for each resource type of a mapping, by the endpoint that clients ask (<c>Users</c>), in any case.</summary>
    public FrozenDictionary<string, ResourceTarget> Build(TargetMapping mapping)
    {
        string owner = CacheOwner.Of(target, mapping);
        var bare = mapping.Resources.ToDictionary(
            resource => resource.Type.Name, resource => Bare(resource, Marks(resource, owner)), StringComparer.Ordinal);
        var directory = new ReferenceDirectory(bare, cache, owner, log);
        return mapping.Resources.ToFrozenDictionary(
            resource => resource.Type.Endpoint.TrimStart('/'),
            resource => new ResourceTarget(resource, Build(resource, mapping, directory, Marks(resource, owner))),
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether clients may see another name of a group than they wrote.</summary>
    public static bool RemembersNames(ResourceMapping mapping) =>
        mapping.Type.Name == ResourceType.Group.Name && mapping.MayChange(new AttributePath(null, "displayName"));

    /// <summary>Whether a create that ends half way must be found again; whoever is adopted is found anyway.</summary>
    public static bool RemembersCreates(ResourceMapping mapping) => mapping.Can is { CreateThenUpdate: true, Adopt: null, Read: true };

    /// <summary>Whether a PUT reads first what it must carry; a target whose PUT merges keeps it by itself.</summary>
    public static bool ReadsInReplace(ResourceMapping mapping) => mapping is { Can: { Put: true, PutMerges: false, Read: true }, LosesInReplace: true };

    private RefuseUnsupported Build(ResourceMapping mapping, TargetMapping whole, ReferenceDirectory directory, PageMarks marks)
    {
        var can = mapping.Can;
        ITarget stack = new NativeTarget(mapping, transport, log);
        if (RemembersNames(mapping)) stack = new ShowWrittenNames(stack, state.Names(target, mapping.Type.Name));
        if (mapping.References.Count > 0 || directory.Knows(mapping.Type.Name)) stack = new ResolveReferences(stack, mapping, directory, log);
        var pages = stack;
        stack = new ServePages(stack, mapping, limits, marks);
        var planner = new ScanPlanner(mapping);
        if (can.Filters != FilterCapability.Full || !can.Sort || !mapping.IsPlain) stack = new ListByScan(stack, pages, mapping, limits, planner);
        if (can.Filters.CaseExact)
            stack = new LookUpInAnyCase(stack, new ListByScan(stack, pages, mapping, limits, new ScanPlanner(mapping, asksByCase: false)), mapping, planner);
        stack = new GiveCursors(stack, target.Name, cursors);
        if (can.MembersOfUsers && whole.Resources.FirstOrDefault(one => one.Type.Name == ResourceType.User.Name) is { } users)
            stack = new MembersOfUsers(stack, mapping, new NativeTarget(users, transport, log), users, limits);
        if (transport.Repeats) stack = WithRepeats(stack, mapping);
        stack = new CompleteAnswer(stack, mapping);
        if (!can.Put && can.Patch == PatchStyle.Merge) stack = new ReplaceByMerge(stack, mapping);
        if (ReadsInReplace(mapping)) stack = new ReplaceInPlace(stack);
        if (can.Patch == PatchStyle.PatchOp) stack = WithPatch(stack, mapping);
        if (can.CreateThenUpdate) stack = new CreateThenUpdate(stack, mapping, RemembersCreates(mapping) ? new HalfCreates(stack, mapping, state.Creates(target, mapping.Type.Name)) : null, log);
        if (can.Patch == PatchStyle.None && can.Put) stack = new PatchByReplace(stack, mapping);
        if (can.Patch == PatchStyle.Merge) stack = new PatchByMerge(stack, mapping);
        if (can is { Patch: PatchStyle.Merge, PatchMembers: not null, MergeReplaceMembersFlag: not null }) stack = new ChunkMembers(stack, mapping);
        if (Membership.AreOf(mapping) && (can.Patch != PatchStyle.PatchOp || !can.ReplaceMembers || can.PatchMembers is not null))
            stack = new SettleMembers(stack);
        if (can.Delete is DeleteStyle.Deactivate or DeleteStyle.Empty) stack = WithTombstones(stack, mapping);
        if (can.Adopt is { } unique) stack = new AdoptExisting(stack, InTurn(Keeping(stack, mapping), mapping), mapping, unique);
        stack = new RequireAttributes(stack, mapping);
        stack = Keeping(stack, mapping);
        if (!can.ETag && can.Read) stack = new CheckVersion(stack);
        if (mapping.Unwritten(ScimOperation.Create).Count + mapping.Unwritten(ScimOperation.Replace).Count > 0)
            stack = new RefuseDropped(new TellUnwritten(stack, mapping, warnings), mapping);
        stack = InTurn(stack, mapping);
        return new RefuseUnsupported(stack, mapping, target.Name);
    }

    // Innermost, where a call is a call: what the transport may not send again blindly is looked up first.
    private static ITarget WithRepeats(ITarget stack, ResourceMapping mapping)
    {
        if (RepeatCreate.NameOf(mapping) is { } name) stack = new RepeatCreate(stack, name, mapping.Can.Adopt is not null);
        return mapping.Can is { Patch: PatchStyle.PatchOp, Read: true } ? new RepeatPatch(stack, mapping) : stack;
    }

    private static ITarget WithPatch(ITarget stack, ResourceMapping mapping)
    {
        var can = mapping.Can;
        if (can.Read && Membership.AreOf(mapping)) stack = new AbsentMembers(stack, mapping);
        if (can.PatchOperations is not null || can.PatchMembers is not null) stack = new ChunkMembers(stack, mapping);
        if (!can.Read) return stack;
        stack = new PatchByDifference(stack, mapping);
        stack = new ExplainRefusal(stack, mapping);
        if (!can.ReplaceMembers || can.PatchMembers is not null) stack = new DeltaOfMembers(stack, mapping);
        stack = new CreateOnNoMatch(stack, mapping);
        return can.Put ? stack : new ReplaceByPatch(stack, mapping);
    }

    private ITarget WithTombstones(ITarget stack, ResourceMapping mapping)
    {
        var tombstones = state.Tombstones(target, mapping.Type.Name);
        ITarget deleting = mapping.Can.Delete == DeleteStyle.Empty
            ? new DeleteByEmptying(stack, tombstones)
            : new DeleteByDeactivate(stack, tombstones, mapping.Can.FreedName);
        stack = new ListWithoutDeleted(deleting, mapping, tombstones, limits.ScanResources);
        stack = new NameDeleted(stack, tombstones);
        stack = new ReviveDeleted(stack, InTurn(Keeping(stack, mapping), mapping), mapping.Can.Read, tombstones, state.Creates(target, mapping.Type.Name));
        return new HideDeleted(stack, tombstones, mapping.Can.Read, mapping.Can is { Delete: DeleteStyle.Deactivate, FreedName: not null });
    }

    private OneWriteAtATime InTurn(ITarget stack, ResourceMapping mapping) => new(stack, target.Name, turns, mapping);

    private static ITarget Keeping(ITarget stack, ResourceMapping mapping) => mapping.Can.Read ? new KeepUnsaid(stack, mapping) : stack;

    // What references are looked up through: it resolves none itself, or a chain of managers would be climbed to its top.
    private ResourceTarget Bare(ResourceMapping mapping, PageMarks marks)
    {
        var native = new NativeTarget(mapping, transport, log);
        var pages = new ServePages(native, mapping, limits, marks);
        return new ResourceTarget(mapping, mapping.Can.Filters == FilterCapability.Full ? pages : new ListByScan(pages, native, mapping, limits, new ScanPlanner(mapping)));
    }

    private PageMarks Marks(ResourceMapping mapping, string owner) => new(cache, owner, mapping.Type.Name);
}
