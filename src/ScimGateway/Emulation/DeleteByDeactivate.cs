using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.State;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>DELETE for a target that never forgets a user (Leapsome): sets <c>active</c> to false, and remembers that the client
/// deleted him, for <see cref="HideDeleted"/> and <see cref="ReviveDeleted"/>. Where the mapping says so, his userName is freed with it.</summary>
/// <remarks>In this order: a repeat after any fault in between finds a deactivated user, and buries him. Where the userName is freed, he is buried
/// before as well: afterwards nobody could tell what it was, and <see cref="HideDeleted"/> lets a repeat through until it is free.</remarks>
internal sealed class DeleteByDeactivate(ITarget inner, ITombstones tombstones, string? freedName) : ITarget
{
    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request.Operation == ScimOperation.Delete ? DeactivateAsync(request, connection, cancellation) : inner.SendAsync(request, connection, cancellation);

    private async Task<ScimAnswer> DeactivateAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        string? userName = freedName is null ? null : (await inner.SendAsync(request.ToRead(), connection, cancellation)).Resource!.UserName();
        var deactivation = new PatchRequest(userName is null ? [Replace("active", false)] : [Replace("active", false), Replace("userName", Freed(request.Id!, userName))]);
        var patch = request with { Operation = ScimOperation.Patch, Patch = deactivation };
        var answer = userName is null
            ? await inner.SendAsync(patch, connection, cancellation)
            : await FreeAsync(patch, userName, connection, cancellation);
        try
        {
            userName ??= answer.Resource?.UserName() ?? (await inner.SendAsync(request.ToRead(), connection, cancellation)).Resource!.UserName();
            await tombstones.BuryAsync(request.Id!, userName ?? "", cancellation);
        }
        catch (ScimException fault)
        {
            throw fault.After($"The {request.Type.Name} '{request.Id}' was deactivated, but not hidden; delete it again");
        }

        return new ScimAnswer { Status = 204 };
    }

    private async Task<ScimAnswer> FreeAsync(ScimRequest patch, string userName, TargetConnection connection, CancellationToken cancellation)
    {
        await tombstones.BuryAsync(patch.Id!, userName, cancellation);
        try
        {
            return await inner.SendAsync(patch, connection, cancellation);
        }
        catch (ScimException fault) when (Fates.IsRefusal(fault))
        {
            await tombstones.ForgetAsync(patch.Id!, cancellation); // he is not deleted
            throw;
        }
    }

    private string Freed(string id, string userName) =>
        freedName!.Replace("{id}", id, StringComparison.Ordinal).Replace("{userName}", userName, StringComparison.Ordinal);

    private static PatchOperation Replace(string name, JsonNode value) => new(PatchVerb.Replace, new PatchPath(new AttributePath(null, name)), value);
}
