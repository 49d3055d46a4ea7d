using ScimGateway.Emulation.Changes;
using ScimGateway.Emulation.Creates;
using ScimGateway.Emulation.Deletions;
using ScimGateway.Emulation.Lists;
using ScimGateway.Emulation.Members;
using ScimGateway.Emulation.Owed;
using ScimGateway.Emulation.References;
using ScimGateway.Emulation.Repeats;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;
using ScimGateway.Targets;

using static ScimGateway.Emulation.StackLayer;

namespace ScimGateway.Emulation;

/// <summary>The layers that a stack may have, from the target out. A target that can do everything has those that are always
/// needed: no capability tells whether an answer is terse, or a client says <c>If-Match</c>.</summary>
internal static class StackTable
{
    public static IReadOnlyList<StackLayer> Layers { get; } =
    [
        Of<ShowWrittenNames>(
            "a script changes the names of groups; clients see the name that they wrote",
            one => RemembersNames(one.Mapping),
            (inner, one) => new(inner, one.State.Names(one.Target, one.Type))
        ),
        Of<ResolveReferences>(
            "references are written and shown by another attribute than the id; all layers above see ids",
            ResolvesReferences,
            (inner, one) => new(inner, one.Mapping, one.Directory, one.Log)
        ),
        Of<OweReferences>(
            "references to somebody who is not there yet are kept, and shown to all layers above; below, all are there",
            Owes,
            (inner, one) => new(inner, one.Mapping, one.Directory, one.Owed, one.NamesOfOwed, one.Due, one.Limits.ScanResources)
        ),
        Of<ServePages>("the pages that a client asks for, from those that the target has", Always,
            (inner, one) => new(inner, one.Mapping, one.Limits, one.Marks)),
        Of<ListByScan>("the target lacks filters or an order, or a mapping changes values that are compared", Scans,
            (inner, one) => new(inner, PagesOf(inner), one.Mapping, one.Limits, one.Planner)),
        Of<LookUpInAnyCase>("the target compares letters in their case", one => one.Can.Filters.CaseExact,
            (inner, one) => new(inner, new ListByScan(
                inner,
                PagesOf(inner),
                one.Mapping,
                one.Limits,
                new ScanPlanner(one.Mapping, asksByCase: false)
            ), one.Mapping, one.Planner)),
        Of<FindByNames>(
            "clients compare with the name that they wrote; above all that answers filters",
            one => one.Mapping.References.Any(FindByNames.IsNamed),
            (inner, one) => new(inner, one.Mapping, one.Directory)
        ),
        Of<GiveCursors>("cursors that clients cannot forge, over all that lists are made of", Always,
            (inner, one) => new(inner, one.Target.Name, one.Cursors)),
        Of<MembersOfUsers>("the target shows members as groups of its users", one => one.Users is not null,
            (inner, one) => new(inner, one.Mapping, one.Native(one.Users!), one.Users!, one.Limits)),
        Of<RepeatCreate>(
            "a create whose answer was lost is looked up before it is repeated; here a call is a call",
            one => one.Calls.Retries && RepeatCreate.NameOf(one.Mapping) is not null,
            (inner, one) => new(inner, RepeatCreate.NameOf(one.Mapping)!, one.Can.Adopt is not null)
        ),
        Of<RepeatPatch>(
            "a PATCH whose answer was lost is compared before it is repeated",
            one => one.Calls.Retries && one.Can is { Patch: PatchStyle.PatchOp, Read: true },
            (inner, one) => new(inner, one.Mapping)
        ),
        Of<CompleteAnswer>("a terse answer becomes a whole one; the layers above may read what a change answers", Always,
            (inner, one) => new(inner, one.Mapping)),
        Of<ReplaceByMerge>(
            "the target has no PUT, and a PATCH that merges",
            one => one.Can is { Put: false, Patch: PatchStyle.Merge },
            (inner, one) => new(inner, one.Mapping)
        ),
        Of<ReplaceInPlace>("a PUT would lose what the mapping does not show", one => ReplaceInPlace.IsNeeded(one.Mapping),
            (inner, _) => new(inner)),
        Of<AbsentMembers>(
            "the target answers 404 to a PATCH about a member that is gone",
            one => IsPatched(one) && one.Can.Read && Membership.AreOf(one.Mapping),
            (inner, one) => new(inner, one.Mapping)
        ),
        Of<ChunkMembers>(
            "the target takes only so many operations or members at a time; each part may name an absent member",
            Chunks,
            (inner, one) => new(inner, one.Mapping)
        ),
        Of<PatchByDifference>(
            "a PATCH in the target's words is the difference between what there is and what is wanted",
            IsPatchedByReading,
            (inner, one) => new(inner, one.Mapping)
        ),
        Of<ExplainRefusal>("the target refuses a PATCH and does not say why", IsPatchedByReading,
            (inner, one) => new(inner, one.Mapping)),
        Of<DeltaOfMembers>(
            "the target takes no replace of all members, or not of so many",
            one => IsPatchedByReading(one) && (!one.Can.ReplaceMembers || one.Can.PatchMembers is not null),
            (inner, one) => new(inner, one.Mapping)
        ),
        Of<CreateOnNoMatch>("a client replaces by a filter what is not there yet", IsPatchedByReading,
            (inner, one) => new(inner, one.Mapping)),
        Of<ReplaceByPatch>(
            "the target has no PUT; its PATCH goes through all layers of a PATCH",
            one => IsPatchedByReading(one) && !one.Can.Put,
            (inner, one) => new(inner, one.Mapping)
        ),
        Of<CreateThenUpdate>("the target takes some attributes in an update only", one => one.Can.CreateThenUpdate,
            (inner, one) => new(inner, one.Mapping, RemembersCreates(one.Mapping)
                ? new HalfCreates(inner, one.Mapping, one.State.Creates(one.Target, one.Type))
                : null, one.OwedUpdates, one.Log)),
        Of<PatchByReplace>("the target has no PATCH", one => one.Can is { Patch: PatchStyle.None, Put: true },
            (inner, one) => new(inner, one.Mapping)),
        Of<PatchByMerge>("the target's PATCH merges", one => one.Can.Patch == PatchStyle.Merge,
            (inner, one) => new(inner, one.Mapping)),
        Of<ChunkMembers>(
            "a merge takes only so many members at a time, by a flag",
            one => one.Can is { Patch: PatchStyle.Merge, PatchMembers: not null, MergeReplaceMembersFlag: not null },
            (inner, one) => new(inner, one.Mapping)
        ),
        Of<SettleMembers>(
            "what a PATCH says of members in several operations becomes one, for the layers that count them",
            Settles,
            (inner, _) => new(inner)
        ),
        Of<DeleteByEmptying>("the target deletes no groups; they are emptied", one => one.Can.Delete == DeleteStyle.Empty,
            (inner, one) => new(inner, one.Tombstones)),
        Of<DeleteByDeactivate>(
            "the target deletes no users; they are deactivated",
            one => one.Can.Delete == DeleteStyle.Deactivate,
            (inner, one) => new(inner, one.Tombstones, one.Can.FreedName)
        ),
        Of<ListWithoutDeleted>("lists do not show what has a tombstone", HasTombstones,
            (inner, one) => new(inner, one.Mapping, one.Tombstones, one.Limits.ScanResources)),
        Of<NameDeleted>("a name that a deleted resource still has is not free: the error says so", HasTombstones,
            (inner, one) => new(inner, one.Tombstones)),
        Of<ReviveDeleted>("who is created again is revived", HasTombstones,
            (inner, one) =>
                new(inner, one.AsNamed(inner), one.Can.Read, one.Tombstones, one.State.Creates(one.Target, one.Type))),
        Of<HideDeleted>("what has a tombstone is 404; a revival passes below", HasTombstones,
            (inner, one) =>
                new(inner, one.Tombstones, one.Can.Read, one.Can is { Delete: DeleteStyle.Deactivate, FreedName: not null })),
        Of<AdoptExisting>(
            "a create of what the target has already becomes its update; tombstones come first",
            one => one.Can.Adopt is not null,
            (inner, one) => new(inner, one.AsNamed(inner), one.Mapping, one.Can.Adopt!)
        ),
        Of<RequireAttributes>("required attributes are asked for before anything is called", Always,
            (inner, one) => new(inner, one.Mapping)),
        Of<KeepUnsaid>("a client's PUT says only a part of the resource", one => one.Can.Read,
            (inner, one) => new(inner, one.Mapping)),
        Of<CheckVersion>(
            "the target knows no If-Match; alone at the resource, a version holds until the write",
            one => one.Can.Read && (!one.Can.ETag || one.Mapping.Defers),
            (inner, _) => new(inner)
        ),
        Of<TellUnwritten>("a client is told what the mapping does not write", Drops,
            (inner, one) => new(inner, one.Mapping, one.Warnings)),
        Of<RefuseDropped>("nobody is found by what the target has no place for", Drops,
            (inner, one) => new(inner, one.Mapping)),
        Of<PayOwed>(
            "what a resource is owed and can get by now goes to the target before a change of it, in the same turn",
            Owes,
            (inner, one) => new(inner, one.Mapping, one.Directory, one.Owed)
        ),
        Of<OneWriteAtATime>("what reads before it writes is alone at the resource: outside of all that read", Always,
            (inner, one) => new(inner, one.Target.Name, one.Turns, one.Mapping, Owes(one) ? one.Owed : null, one.Shared)),
        Of<RefuseUnsupported>("what cannot be done is 501, and waits for nobody", Always,
            (inner, one) => new(inner, one.Mapping, one.Target.Name)),
    ];

    /// <summary>Whether clients may see another name of a group than they wrote.</summary>
    public static bool RemembersNames(ResourceMapping mapping) =>
        mapping.Type.Name == ResourceType.Group.Name && mapping.MayChange(new AttributePath(null, "displayName"));

    /// <summary>Whether a create that ends half way must be found again; whoever is adopted is found anyway.</summary>
    public static bool RemembersCreates(ResourceMapping mapping) =>
        mapping.Can is { CreateThenUpdate: true, Adopt: null, Read: true };

    /// <summary>Whether the target may be owed something of a resource of this type, or of one that refers to it.</summary>
    public static bool Owes(StackParts one) =>
        one.Mapping.Defers || one.Can.IfUpdateFails == UpdateFailure.Owe || one.NamesOfOwed.Count > 0;

    private static bool Scans(StackParts one) =>
        one.Can.Filters != FilterCapability.Full || !one.Can.Sort || !one.Mapping.IsPlain;

    private static bool Always(StackParts one) => true;

    private static bool ResolvesReferences(StackParts one) => one.Mapping.References.Count > 0 || one.Directory.Knows(one.Type);

    private static bool IsPatched(StackParts one) => one.Can.Patch == PatchStyle.PatchOp;

    private static bool IsPatchedByReading(StackParts one) => IsPatched(one) && one.Can.Read;

    private static bool Chunks(StackParts one) =>
        IsPatched(one) && (one.Can.PatchOperations is not null || one.Can.PatchMembers is not null);

    private static bool Settles(StackParts one) =>
        Membership.AreOf(one.Mapping) && (!IsPatched(one) || !one.Can.ReplaceMembers || one.Can.PatchMembers is not null);

    private static bool HasTombstones(StackParts one) => one.Can.Delete is DeleteStyle.Deactivate or DeleteStyle.Empty;

    private static bool Drops(StackParts one) =>
        one.Mapping.Unwritten(ScimOperation.Create).Count + one.Mapping.Unwritten(ScimOperation.Replace).Count > 0;

    // What speaks the target's own way of paging: below the pages that a client asks for.
    private static ITarget PagesOf(ITarget layer)
    {
        while (layer is TargetLayer { Inner: var inner } and not ServePages) layer = inner;
        return ((ServePages)layer).Inner;
    }
}
