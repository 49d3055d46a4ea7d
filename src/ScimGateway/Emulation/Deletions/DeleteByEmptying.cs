using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Stores.Remembered;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Deletions;

/// <summary>DELETE of a group for a target that does not delete groups (Leapsome): removes its members, so that nobody has rights
/// by it, and writes a tombstone, for <see cref="HideDeleted"/> and <see cref="ReviveDeleted"/>.</summary>
/// <remarks>In this order: a retry after any fault in between finds an empty group, and writes the tombstone.</remarks>
internal sealed class DeleteByEmptying(ITarget inner, Tombstones tombstones) : TargetLayer(inner)
{
    private static readonly PatchRequest Emptying = new([Membership.All(null)]);

    protected override bool Concerns(ScimRequest request) => request.Operation == ScimOperation.Delete;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var answer = await Inner.SendAsync(request with { Operation = ScimOperation.Patch, Patch = Emptying }, context);
        try
        {
            var group = answer.Resource ?? (await Inner.SendAsync(request.ToRead(), context)).Resource!;
            await tombstones.BuryAsync(request.Id!, group.NameAs(request.Type) ?? "", context.Cancellation);
        }
        catch (ScimException fault)
        {
            throw fault.After($"The {request.Type.Name} '{request.Id}' was emptied, but not hidden; delete it again");
        }

        return new ScimAnswer { Status = 204 };
    }
}
