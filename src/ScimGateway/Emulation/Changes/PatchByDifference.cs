using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary>A PATCH whose operations the mapping cannot translate one by one (an addition to a list that the target has as one
/// text): reads, applies it to what the client sees, and sends what differs then at the target.</summary>
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
        // Also where nothing changed that the client can see: what the mapping never reads may have been removed.
        return await Inner.SendAsync(request with
        {
            Resource = outcome.Resource,
            Previous = read.Resource,
            PreviousOriginal = read.Original,
        }, context);
    }
}
