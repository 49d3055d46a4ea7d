using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.State;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>404 for what its client deleted, whatever is asked of it (RFC 7644 section 3.6), although the target keeps it. A tombstone ends
/// when the target has activated the account again, or has it no more.</summary>
/// <param name="reads">Whether the target can be asked.</param>
/// <param name="freesNames">Whether a deletion frees the userName as well: one that ended before that is finished by its repeat.</param>
internal sealed class HideDeleted(ITarget inner, ITombstones tombstones, bool reads, bool freesNames) : ITarget
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
            var read = (await inner.SendAsync(request.ToRead(), connection, cancellation)).Resource!;
            isBack = read.IsActive() || (request.Operation == ScimOperation.Delete && await HasItsNameAsync(read, id, cancellation));
            if (!isBack) return false;
        }
        catch (ScimException fault) when (fault.Status == 404)
        {
            isBack = false; // gone: whoever gets the id next is somebody else
        }

        await tombstones.ForgetAsync(id, cancellation);
        return isBack;
    }

    private async Task<bool> HasItsNameAsync(JsonObject read, string id, CancellationToken cancellation) =>
        freesNames && read.UserName() is { } name && await tombstones.IdOfAsync(name, cancellation) == id;
}
