using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary>A PATCH whose operations the mapping cannot translate one by one (an addition to a list that the target stores as one
/// text): reads, applies it to the client's view, and sends the resulting difference in the target's words.</summary>
internal sealed class PatchByDifference(ITarget inner, ResourceMapping mapping) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) =>
        request.Operation == ScimOperation.Patch && !mapping.IsExact(request.Patch!);

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var read = await request.CurrentAsync(Inner, context);
        if (request.Patch!.Operations.Any(operation => operation.IsOfMembers())) Membership.RequireWhole(read.Resource!, mapping);
        var outcome = PatchEngine.Apply(
            read.Resource!,
            request.Patch!,
            new ReadingRules(mapping.Type, request.Leniency, request.Limits)
        );
        // Also without a change that the client can see: a value that the mapping never reads may have been removed.
        return await Inner.SendAsync(request with
        {
            Resource = outcome.Resource,
            Previous = read.Resource,
            PreviousOriginal = read.Original,
        }, context);
    }
}
