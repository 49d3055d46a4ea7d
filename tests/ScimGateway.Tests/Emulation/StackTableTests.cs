using ScimGateway.Emulation;
using ScimGateway.Emulation.Changes;
using ScimGateway.Emulation.Creates;
using ScimGateway.Emulation.Deletions;
using ScimGateway.Emulation.Lists;
using ScimGateway.Emulation.Members;
using ScimGateway.Emulation.Owed;
using ScimGateway.Emulation.References;
using ScimGateway.Emulation.Repeats;
using ScimGateway.Targets;
using ScimGateway.Tests.Conformance;

namespace ScimGateway.Tests.Emulation;

/// <summary>The table of layers: whole, in an order that holds, and told in <c>docs/emulation.md</c>.</summary>
public sealed class StackTableTests
{
    private static readonly List<Type> Kinds = [.. StackTable.Layers.Select(layer => layer.Kind)];

    [Fact]
    public void Every_layer_that_there_is_has_a_row() => Assert.Equal(
        typeof(TargetLayer)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(TargetLayer)) && type != typeof(ReadEach))
            .Select(type => type.Name)
            .Order(StringComparer.Ordinal),
        Kinds.Select(kind => kind.Name).Distinct().Order(StringComparer.Ordinal));

    /// <summary>Which layer must stand nearer to the target than another one.</summary>
    public static TheoryData<Type, Type, string> Order => new()
    {
        { typeof(ShowWrittenNames), typeof(ListByScan), "a filter asks for the name that clients see" },
        { typeof(ResolveReferences), typeof(ListByScan), "a filter asks for ids" },
        { typeof(ResolveReferences), typeof(CompleteAnswer), "what is read for an answer shows ids" },
        { typeof(ResolveReferences), typeof(OweReferences), "whom the target has is asked by the target's names" },
        { typeof(OweReferences), typeof(ServePages), "pages hold what is owed" },
        { typeof(OweReferences), typeof(ListByScan), "a filter asks for who is waited for" },
        { typeof(OweReferences), typeof(CompleteAnswer), "what is read for an answer shows what is owed" },
        { typeof(OweReferences), typeof(PatchByReplace), "what is owed is part of what a change is compared with" },
        { typeof(LookUpInAnyCase), typeof(FindByNames), "whoever is found by a name is found by any way to list" },
        { typeof(FindByNames), typeof(GiveCursors), "a cursor is of the filter that the client wrote" },
        { typeof(DeleteByDeactivate), typeof(PayOwed), "for clients, who is deactivated by a DELETE is gone" },
        { typeof(PayOwed), typeof(OneWriteAtATime), "what is owed is paid in the resource's lock" },
        { typeof(ServePages), typeof(ListByScan), "a scan goes by the target's own pages, which stand below the client's" },
        { typeof(ListByScan), typeof(GiveCursors), "a scan's place is sealed, too" },
        { typeof(RepeatCreate), typeof(CompleteAnswer), "a retry is of one call" },
        { typeof(RepeatPatch), typeof(CompleteAnswer), "a retry is of one call" },
        { typeof(CompleteAnswer), typeof(CreateThenUpdate), "the id of what was made" },
        { typeof(CompleteAnswer), typeof(DeleteByDeactivate), "the name of who was deactivated" },
        { typeof(AbsentMembers), typeof(ChunkMembers), "each part may name somebody who is gone" },
        { typeof(ChunkMembers), typeof(PatchByDifference), "a difference may be too long" },
        { typeof(PatchByDifference), typeof(ReplaceByPatch), "a PUT becomes a PATCH, and that a difference" },
        { typeof(PatchByReplace), typeof(DeleteByDeactivate), "a deletion becomes a PATCH" },
        { typeof(PatchByMerge), typeof(DeleteByDeactivate), "a deletion becomes a PATCH" },
        { typeof(PatchByReplace), typeof(SettleMembers), "what all members are is settled before it is compared" },
        { typeof(CreateThenUpdate), typeof(ReviveDeleted), "a revival passes by a create" },
        { typeof(DeleteByEmptying), typeof(ListWithoutDeleted), "tombstones are written below those who read them" },
        { typeof(ReviveDeleted), typeof(HideDeleted), "a revival changes what is hidden" },
        { typeof(HideDeleted), typeof(AdoptExisting), "nobody adopts what is deleted" },
        { typeof(KeepUnsaid), typeof(OneWriteAtATime), "what was read holds until the write" },
        { typeof(CheckVersion), typeof(OneWriteAtATime), "a version holds until the write" },
        { typeof(TellUnwritten), typeof(OneWriteAtATime), "what was read holds until the write" },
        { typeof(OneWriteAtATime), typeof(RefuseUnsupported), "what cannot be done waits for nobody" },
    };

    [Theory]
    [MemberData(nameof(Order))]
    public void A_layer_stands_where_it_must(Type below, Type above, string why) =>
        Assert.True(
            Kinds.IndexOf(below) < Kinds.IndexOf(above),
            $"{below.Name} must stand nearer to the target than {above.Name}: {why}."
        );

    [Fact]
    public void The_document_shows_the_table() => EmulationDocument.Holds("stack", _ =>
        "\n| layer, from the target out | why it is there |\n| --- | --- |\n"
        + string.Concat(StackTable.Layers.Select(layer => $"| {layer.Name} | {layer.Why} |\n"))
        + "\n");
}
