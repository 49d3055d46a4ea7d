using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary>PATCH for a target that only takes PUT: reads the resource, applies the PATCH, replaces the whole. Nothing is sent
/// when nothing changed.</summary>
internal sealed class PatchByReplace(ITarget inner, ResourceMapping mapping) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => request.Operation == ScimOperation.Patch;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var read = await request.CurrentAsync(Inner, context);
        var outcome = PatchEngine.Apply(
            read.Resource!,
            request.Patch!,
            new ReadingRules(mapping.Type, request.Leniency, request.Limits)
        );
        bool saysMembers = request.Patch!.Operations.Any(Membership.IsOfAllMembers);
        // A member that is not shown would seem to be removed already.
        if (!saysMembers && request.Patch!.Operations.Any(Membership.IsOfMembers))
            Membership.RequireWhole(read.Resource!, mapping);
        if (
            !outcome.Changed
            && !mapping.RemovesUnread(request.Patch!, outcome.Resource)
            && !(saysMembers && Membership.MayBeCut(read.Resource!, mapping))
        )
            return read;
        if (!saysMembers) Membership.RequireWhole(read.Resource!, mapping);
        var replace = request with
        {
            Operation = ScimOperation.Replace,
            Resource = outcome.Resource,
            Previous = read.Resource,
            PreviousOriginal = read.Original,
        };
        return await Inner.SendAsync(replace, context);
    }
}
