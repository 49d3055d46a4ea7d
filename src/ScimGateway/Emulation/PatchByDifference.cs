using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>A PATCH whose operations the mapping cannot translate one by one (an addition to a list that the target has as one text): reads,
/// applies it to what the client sees, and sends what differs then at the target.</summary>
internal sealed class PatchByDifference(ITarget inner, ResourceMapping mapping) : ITarget
{
    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request.Operation == ScimOperation.Patch && !mapping.IsExact(request.Patch!) ? PatchAsync(request, connection, cancellation) : inner.SendAsync(request, connection, cancellation);

    private async Task<ScimAnswer> PatchAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        var read = await inner.SendAsync(request.ToRead(), connection, cancellation);
        if (request.Patch!.Operations.Any(operation => operation.IsOfMembers())) Membership.RequireWhole(read.Resource!, mapping);
        var outcome = PatchEngine.Apply(read.Resource!, request.Patch!, new ReadingRules(mapping.Type, request.Leniency, request.Limits));
        // Also where nothing changed that the client can see: what the mapping never reads may have been removed.
        return await inner.SendAsync(request with { Resource = outcome.Resource, Previous = read.Resource, PreviousOriginal = read.Original }, connection, cancellation);
    }
}
