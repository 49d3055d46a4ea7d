using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Stores.Remembered;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Deletions;

/// <summary>404 for every request about a resource with a tombstone, which its client deleted (RFC 7644 section 3.6), although
/// the target keeps it. A tombstone is removed when the target has activated the account again, or has it no more.</summary>
/// <param name="reads">Whether the target supports reads.</param>
/// <param name="freesNames">Whether a deletion frees the userName as well: if one ended before that, its retry completes
/// it.</param>
internal sealed class HideDeleted(ITarget inner, Tombstones tombstones, bool reads, bool freesNames) : TargetLayer(inner)
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
            isBack = false; // gone: the next account with this id is another one
        }

        await tombstones.ForgetAsync(id, context.Cancellation);
        return isBack;
    }

    private async Task<bool> HasItsNameAsync(JsonObject read, string id, CancellationToken cancellation) =>
        freesNames && read.UserName() is { } name && await tombstones.IdOfAsync(name, cancellation) == id;
}
