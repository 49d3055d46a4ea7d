using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Members;

/// <summary>A replace of all members of a group, if the target only adds and removes single ones (AWS), or the list is too long
/// for one PATCH: reads the group, and sends the members that are added and removed, if there are any.</summary>
internal sealed class DeltaOfMembers(ITarget inner, ResourceMapping mapping) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) =>
        request is { Operation: ScimOperation.Patch, Patch: { } patch } && patch.Operations.Any(IsTooMuch);

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var patch = request.Patch!;
        var read = await request.CurrentAsync(Inner, context);
        // A list that is only too long is sent in parts, of which the first one replaces.
        if (mapping.Can.ReplaceMembers && Membership.MayBeCut(read.Resource!, mapping))
            return await Inner.SendAsync(request with { Current = read }, context);
        Membership.RequireKnown(read.Resource!, mapping);
        var outcome = PatchEngine.Apply(read.Resource!, patch, new ReadingRules(mapping.Type, request.Leniency));
        PatchOperation[] sent = [
            .. patch.Operations.Where(operation => !operation.IsOfMembers()),
            .. Between(read.Resource!, outcome.Resource),
        ];
        return sent.Length == 0
            ? read
            : await Inner.SendAsync(request with { Current = read, Patch = new PatchRequest(sent) }, context);
    }

    private bool IsTooMuch(PatchOperation operation) => operation.IsOfAllMembers()
        && (!mapping.Can.ReplaceMembers || (operation.Value as JsonArray)?.Count > mapping.Can.PatchMembers);

    private static IEnumerable<PatchOperation> Between(JsonObject before, JsonObject after)
    {
        var (were, are) = (Membership.Ids(before), Membership.Ids(after));
        JsonNode[] come = [
            .. Membership.In(after).Where(member => !were.Contains(Membership.Id(member))).Select(member => member.DeepClone()),
        ];
        if (come.Length > 0) yield return new PatchOperation(PatchVerb.Add, Membership.Path, new JsonArray(come));
        foreach (string? id in were.Except(are, StringComparer.Ordinal))
            yield return new PatchOperation(PatchVerb.Remove, Membership.Of(id!), null);
    }
}
