using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary>PUT for a target without it, which supports a PatchOp: reads, and sends the smallest PATCH from the stored resource
/// to the wanted one, if they differ.</summary>
internal sealed class ReplaceByPatch(ITarget inner, ResourceMapping mapping) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => request.Operation == ScimOperation.Replace;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        request = request with { Resource = mapping.WithDefaults(request.Resource!) };
        var read = await request.CurrentAsync(Inner, context);
        var patch = Membership.MayBeCut(read.Resource!, mapping)
            ? ByTheWholeList(request, read.Resource!)
            : ByDifference(request, read.Resource!);
        if (patch.Operations.Count == 0) return read;
        var answer = await Inner.SendAsync(request with
        {
            Operation = ScimOperation.Patch,
            Current = read,
            Patch = patch,
            Resource = null,
        }, context);
        return answer.HasResource ? answer : await Inner.SendAsync(request.ToRead(), context);
    }

    private PatchRequest ByDifference(ScimRequest request, JsonObject before) =>
        PatchDiff.Between(before, Membership.Keep((JsonObject)request.Resource!.DeepClone(), before), mapping.Type);

    // The stored members are unknown: the PUT's own list replaces them. Without a list in the PUT, they are left as they are.
    private PatchRequest ByTheWholeList(ScimRequest request, JsonObject before)
    {
        var rest = PatchDiff.Between(Membership.Without(before), Membership.Without(request.Resource!), mapping.Type);
        if (!Membership.AreSaid(request)) return rest;
        if (!mapping.Can.ReplaceMembers) Membership.RequireKnown(before, mapping);
        return new PatchRequest([.. rest.Operations, Membership.All(request.Resource!["members"] as JsonArray)]);
    }
}
