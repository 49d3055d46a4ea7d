using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Members;

/// <summary>A PATCH with an operation that sets all members: its operations on members become the one replace that they result
/// in, so that the stored members need not be known (<c>remove members[value eq "1"]</c>, then <c>replace members</c>).</summary>
internal sealed class SettleMembers(ITarget inner) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => request.Operation == ScimOperation.Patch;

    protected override Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context) =>
        Inner.SendAsync(Settled(request), context);

    private static ScimRequest Settled(ScimRequest request)
    {
        if (request is not { Patch.Operations: var operations }) return request;
        var ofMembers = operations.Where(Membership.IsOfMembers).ToList();
        int last = ofMembers.FindLastIndex(Membership.IsOfAllMembers);
        if (last < 0 || ofMembers.Count == 1) return request;
        // From the last operation that sets all of them: operations before it have no effect.
        var after = PatchEngine.Apply(
            [],
            new PatchRequest(ofMembers[last..]),
            new ReadingRules(request.Type, request.Leniency, request.Limits)
        );
        var others = operations.Where(operation => !operation.IsOfMembers());
        return request with { Patch = new PatchRequest([.. others, Membership.All(after.Resource["members"] as JsonArray)]) };
    }
}
