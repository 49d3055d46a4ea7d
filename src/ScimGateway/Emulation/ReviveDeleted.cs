using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.State;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>A create of a userName whose user was deleted, and is kept deactivated by the target: the same user comes back, active,
/// and as the client says he is now, with nothing of what he was. So does a group of the same displayName that was emptied.</summary>
/// <param name="known">For him: it takes its turn with other changes of him.</param>
internal sealed class ReviveDeleted(ITarget inner, ITarget known, ITombstones tombstones) : ITarget
{
    public async Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        while (request is { Operation: ScimOperation.Create, Resource: { } resource }
            && resource.NameAs(request.Type) is { } name
            && await tombstones.IdOfAsync(name, cancellation) is { } id)
        {
            var revived = await ReviveAsync(request, id, connection, cancellation);
            await ForgetAsync(request, id, cancellation);
            if (revived is not null) return revived with { Status = 201 };
        }

        return await inner.SendAsync(request, connection, cancellation);
    }

    /// <returns><see langword="null"/>: the target has forgotten him after all.</returns>
    private async Task<ScimAnswer?> ReviveAsync(ScimRequest request, string id, TargetConnection connection, CancellationToken cancellation)
    {
        var resource = (JsonObject)request.Resource!.DeepClone();
        if (request.Type.Schema.Find("active") is not null && resource.SpellingOf("active") is null) resource["active"] = true;
        try
        {
            return await known.SendAsync(request with { Operation = ScimOperation.Replace, Id = id, Resource = resource }, connection, cancellation);
        }
        catch (ScimException fault) when (fault.Status == 404)
        {
            return null;
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
