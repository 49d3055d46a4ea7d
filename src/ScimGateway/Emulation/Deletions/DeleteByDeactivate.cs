using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Stores.Remembered;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Deletions;

/// <summary>DELETE for a target that does not delete users (Leapsome): sets <c>active</c> to false, and writes a tombstone, for
/// <see cref="HideDeleted"/> and <see cref="ReviveDeleted"/>. If the mapping says so, the userName is freed with it.</summary>
/// <remarks>In this order: a retry after any fault in between finds a deactivated user, and writes the tombstone. If the userName
/// is freed, the tombstone is written before that as well: afterwards the name would be unknown, and <see cref="HideDeleted"/>
/// lets a retry through until it is free.</remarks>
internal sealed class DeleteByDeactivate(ITarget inner, Tombstones tombstones, string? freedName) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => request.Operation == ScimOperation.Delete;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        if (freedName is not null) request = request with { Current = await request.CurrentAsync(Inner, context) };
        string? userName = freedName is null ? null : request.Current!.Resource!.UserName();
        var deactivation = new PatchRequest(userName is null
            ? [Replace("active", false)]
            : [Replace("active", false), Replace("userName", Freed(request.Id!, userName))]);
        var patch = request with { Operation = ScimOperation.Patch, Patch = deactivation };
        var answer = userName is null
            ? await Inner.SendAsync(patch, context)
            : await FreeAsync(patch, userName, context);
        try
        {
            userName ??= answer.Resource?.UserName() ?? (await Inner.SendAsync(request.ToRead(), context)).Resource!.UserName();
            await tombstones.BuryAsync(request.Id!, userName ?? "", context.Cancellation);
        }
        catch (ScimException fault)
        {
            throw fault.After($"The {request.Type.Name} '{request.Id}' was deactivated, but not hidden; delete it again");
        }

        return new ScimAnswer { Status = 204 };
    }

    private async Task<ScimAnswer> FreeAsync(ScimRequest patch, string userName, CallContext context)
    {
        await tombstones.BuryAsync(patch.Id!, userName, context.Cancellation);
        try
        {
            return await Inner.SendAsync(patch, context);
        }
        catch (ScimException fault) when (Fates.IsRefusal(fault))
        {
            await tombstones.ForgetAsync(patch.Id!, context.Cancellation); // the user is not deleted
            throw;
        }
    }

    private string Freed(string id, string userName) =>
        freedName!.Replace("{id}", id, StringComparison.Ordinal).Replace("{userName}", userName, StringComparison.Ordinal);

    private static PatchOperation Replace(string name, JsonNode value) =>
        new(PatchVerb.Replace, new PatchPath(new AttributePath(null, name)), value);
}
