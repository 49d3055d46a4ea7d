using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.State;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Deletions;

/// <summary>404 for what its client deleted, whatever is asked of it (RFC 7644 section 3.6), although the target keeps it. A
/// tombstone ends when the target has activated the account again, or has it no more.</summary>
/// <param name="reads">Whether the target can be asked.</param>
/// <param name="freesNames">Whether a deletion frees the userName as well: one that ended before that is finished by its
/// repeat.</param>
internal sealed class HideDeleted(ITarget inner, ITombstones tombstones, bool reads, bool freesNames) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => request.Id is not null;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        string id = request.Id!;
        if (await tombstones.HasAsync(id, context.Cancellation) && !await IsBackAsync(request, id, context))
            throw ScimException.NotFound($"The {request.Type.Name} '{id}' was deleted.");
        return await Inner.SendAsync(request, context);
    }

    private async Task<bool> IsBackAsync(ScimRequest request, string id, CallContext context)
    {
        if (!reads) return false;
        bool isBack = false;
        try
        {
            var read = (await Inner.SendAsync(request.ToRead(), context)).Resource!;
            isBack =
                read.IsActive()
                || (request.Operation == ScimOperation.Delete && await HasItsNameAsync(read, id, context.Cancellation));
            if (!isBack) return false;
        }
        catch (ScimException fault) when (fault.Status == 404)
        {
            isBack = false; // gone: whoever gets the id next is somebody else
        }

        await tombstones.ForgetAsync(id, context.Cancellation);
        return isBack;
    }

    private async Task<bool> HasItsNameAsync(JsonObject read, string id, CancellationToken cancellation) =>
        freesNames && read.UserName() is { } name && await tombstones.IdOfAsync(name, cancellation) == id;
}
