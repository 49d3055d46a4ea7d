using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.State;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>404 for what its client deleted, whatever is asked of it (RFC 7644 section 3.6), although the target keeps it. A tombstone ends
/// when the target has activated the account again, or has it no more.</summary>
/// <param name="reads">Whether the target can be asked.</param>
internal sealed class HideDeleted(ITarget inner, ITombstones tombstones, bool reads) : ITarget
{
    public async Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        if (request.Id is { } id && await tombstones.HasAsync(id, cancellation) && !await IsBackAsync(request, id, connection, cancellation))
            throw ScimException.NotFound($"The {request.Type.Name} '{id}' was deleted.");
        return await inner.SendAsync(request, connection, cancellation);
    }

    private async Task<bool> IsBackAsync(ScimRequest request, string id, TargetConnection connection, CancellationToken cancellation)
    {
        if (!reads) return false;
        bool isBack = false;
        try
        {
            isBack = (await inner.SendAsync(request.ToRead(), connection, cancellation)).Resource!.IsActive();
            if (!isBack) return false;
        }
        catch (ScimException fault) when (fault.Status == 404)
        {
            isBack = false; // gone: whoever gets the id next is somebody else
        }

        await tombstones.ForgetAsync(id, cancellation);
        return isBack;
    }
}
