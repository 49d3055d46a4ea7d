using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.State;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>A create of a userName whose user was deleted, and is kept deactivated by the target: the same user comes back, active,
/// with what the client says of him now and the rest as it was. So does a group of the same displayName that was emptied.</summary>
/// <param name="known">For him: it takes its turn with other changes of him, and keeps what is not said.</param>
/// <param name="reads">Whether the target can be asked.</param>
/// <param name="begun">Whom this has begun to revive: when the process ends before the tombstone does, he is active already, and the client's
/// repeat goes on.</param>
internal sealed class ReviveDeleted(ITarget inner, ITarget known, bool reads, ITombstones tombstones, BegunCreates begun) : ITarget
{
    public async Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        while (request is { Operation: ScimOperation.Create, Resource: { } resource }
            && resource.NameAs(request.Type) is { } name
            && await tombstones.IdOfAsync(name, cancellation) is { } id)
        {
            var revived = await ReviveAsync(request, name, id, connection, cancellation);
            await ForgetAsync(request, id, cancellation);
            await begun.EndAsync(name, cancellation);
            if (revived is not null) return revived with { Status = 201 };
        }

        var answer = await inner.SendAsync(request, connection, cancellation);
        // A target that gives the id of a deleted account to a new one has forgotten the old one.
        if (request.Operation == ScimOperation.Create && answer.Resource?["id"]?.GetValue<string>() is { } created && await tombstones.HasAsync(created, cancellation))
            await ForgetAsync(request, created, cancellation);
        return answer;
    }

    /// <returns><see langword="null"/>: he is not to be revived after all: the target has forgotten him, or has activated him itself.</returns>
    private async Task<ScimAnswer?> ReviveAsync(ScimRequest request, string name, string id, TargetConnection connection, CancellationToken cancellation)
    {
        var resource = (JsonObject)request.Resource!.DeepClone();
        if (request.Type.Schema.Find("active") is not null && resource.SpellingOf("active") is null) resource["active"] = true;
        var overlay = (request with { Resource = resource }).ToOverlay(id);
        try
        {
            if (reads && (await known.SendAsync(request.ToRead(id), connection, cancellation)).Resource!.IsActive() && (await begun.FindAsync(name, cancellation))?.Id != id)
                return null;
            await begun.BeginAsync(name, id, cancellation);
            return await known.SendAsync(overlay, connection, cancellation);
        }
        catch (ScimException fault) when (fault.Status == 404)
        {
            return null;
        }
        catch (ScimException fault) when (Fates.IsRefusal(fault))
        {
            await begun.EndAsync(name, cancellation); // refused, and so not begun: whoever is active later is so by somebody else's hand
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
