using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.State;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>404 for what its client deleted, whatever is asked of it (RFC 7644 section 3.6), although the target keeps it.</summary>
internal sealed class HideDeleted(ITarget inner, ITombstones tombstones) : ITarget
{
    public async Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        if (request.Id is { } id && await tombstones.HasAsync(id, cancellation)) throw ScimException.NotFound($"The {request.Type.Name} '{id}' was deleted.");
        return await inner.SendAsync(request, connection, cancellation);
    }
}
