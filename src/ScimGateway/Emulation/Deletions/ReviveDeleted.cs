using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Stores.Remembered;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Deletions;

/// <summary>A create of a userName whose user was deleted, and which the target keeps deactivated: the same user is revived,
/// active, with the values of the create and the rest as it was. The same for a group of the same displayName that was
/// emptied.</summary>
/// <param name="known">The stack for that user: it locks the user, and keeps attributes that the create leaves out.</param>
/// <param name="reads">Whether the target supports reads.</param>
/// <param name="begun">The users whose revival has begun: if the process ends before the tombstone is removed, the user is active
/// already, and the client's retry continues.</param>
internal sealed class ReviveDeleted(ITarget inner, ITarget known, bool reads, Tombstones tombstones, BegunCreates begun)
    : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => request.Operation == ScimOperation.Create;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        while (request.Resource!.NameAs(request.Type) is { } name
            && await tombstones.IdOfAsync(name, context.Cancellation) is { } id)
        {
            var revived = await ReviveAsync(request, name, id, context);
            await ForgetAsync(request, id, context.Cancellation);
            await begun.EndAsync(name, context.Cancellation);
            if (revived is not null) return revived with { Status = 201 };
        }

        var answer = await Inner.SendAsync(request, context);
        // A target that gives the id of a deleted account to a new one does not have the old one any more.
        if (answer.Resource?["id"]?.GetValue<string>() is { } created && await tombstones.HasAsync(created, context.Cancellation))
            await ForgetAsync(request, created, context.Cancellation);
        return answer;
    }

    /// <returns><see langword="null"/>: there is nobody to revive: the target does not have the user any more, or has activated
    /// the user itself.</returns>
    private async Task<ScimAnswer?> ReviveAsync(ScimRequest request, string name, string id, CallContext context)
    {
        var resource = (JsonObject)request.Resource!.DeepClone();
        if (request.Type.Schema.Find("active") is not null && resource.SpellingOf("active") is null) resource["active"] = true;
        var overlay = (request with { Resource = resource }).ToOverlay(id);
        try
        {
            if (
                reads
                && (await known.SendAsync(request.ToRead(id), context)).Resource!.IsActive()
                && (await begun.FindAsync(name, context.Cancellation))?.Id != id
            )
                return null;
            await begun.BeginAsync(name, id, context.Cancellation);
            return await known.SendAsync(overlay, context);
        }
        catch (ScimException fault) when (fault.Status == 404)
        {
            return null;
        }
        catch (ScimException fault) when (Fates.IsRefusal(fault))
        {
            // refused, and so not begun: if the user is active later, somebody else has activated it
            await begun.EndAsync(name, context.Cancellation);
            throw;
        }
    }

    private async Task ForgetAsync(ScimRequest request, string id, CancellationToken cancellation)
    {
        try
        {
            await tombstones.ForgetAsync(id, cancellation);
        }
        catch (ScimException fault)
        {
            throw fault.After($"The {request.Type.Name} '{id}' is active again, but still hidden; create it again");
        }
    }
}
