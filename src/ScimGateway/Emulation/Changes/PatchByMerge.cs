using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary>PATCH for a target whose PATCH is a partial resource (Leapsome): reads, applies, sends the difference.</summary>
internal sealed class PatchByMerge(ITarget inner, ResourceMapping mapping) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => request.Operation == ScimOperation.Patch;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        bool unseen = !mapping.Can.MembersReturned && request.Patch!.Operations.Any(Membership.IsOfMembers);
        if (unseen) RefuseRemovalFromTheUnknown(request.Patch!);
        var read = await request.CurrentAsync(Inner, context);
        if (request.Patch!.Operations.Any(SendsMembers)) Membership.RequireWhole(read.Resource!, mapping);
        if (
            mapping.Can.MergesAsScim11
            && request.Patch!.Operations.Any(operation => operation.IsOfMembers() && operation.Verb != PatchVerb.Add)
        )
            Membership.RequireKnown(read.Resource!, mapping);
        var outcome = PatchEngine.Apply(
            read.Resource!,
            request.Patch!,
            new ReadingRules(mapping.Type, request.Leniency, request.Limits)
        );
        bool isCut = request.Patch!.Operations.Any(Membership.IsOfAllMembers) && Membership.MayBeCut(read.Resource!, mapping);
        if (unseen || isCut) outcome.Resource.TryAdd("members", new JsonArray()); // removes all members
        else if (!outcome.Changed && !mapping.RemovesUnread(request.Patch!, outcome.Resource)) return read;
        var before = isCut ? Membership.WithoutCut(read.Resource!, mapping) : read.Resource;
        return await Inner.SendAsync(request with
        {
            Resource = outcome.Resource,
            Previous = before,
            PreviousOriginal = read.Original,
        }, context);
    }

    // A list that the target never shows cannot be sent without one member: that would remove all the others.
    private void RefuseRemovalFromTheUnknown(PatchRequest patch)
    {
        if (patch.Operations.Any(operation =>
            operation is { Verb: not PatchVerb.Add, Path.Where: not null } && operation.IsOfMembers()))
        {
            throw ScimException.NotImplemented(
                $"The target never tells the members of a {mapping.Type.Name}, so single ones cannot be removed; replace the whole list of members instead.");
        }
    }

    // A merge with the flag "add" may leave out existing members; any other merge sends the whole list.
    private bool SendsMembers(PatchOperation operation) =>
        mapping.Can.MembersReturned
        && operation.IsOfMembers()
        && !operation.IsOfAllMembers()
        && !(
            operation.Verb == PatchVerb.Add && (mapping.Can.MergeReplaceMembersFlag is not null || mapping.Can.MergesAsScim11)
        );
}
