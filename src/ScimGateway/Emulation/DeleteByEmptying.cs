using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.State;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>DELETE of a group for a target that never forgets one (Leapsome): removes its members, so that nobody has rights of it, and
/// remembers that the client deleted it, for <see cref="HideDeleted"/> and <see cref="ReviveDeleted"/>.</summary>
/// <remarks>In this order: a repeat after any fault in between finds an empty group, and buries it.</remarks>
internal sealed class DeleteByEmptying(ITarget inner, ITombstones tombstones) : ITarget
{
    private static readonly PatchRequest Emptying = new([Membership.All(null)]);

    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request.Operation == ScimOperation.Delete ? EmptyAsync(request, connection, cancellation) : inner.SendAsync(request, connection, cancellation);

    private async Task<ScimAnswer> EmptyAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        var answer = await inner.SendAsync(request with { Operation = ScimOperation.Patch, Patch = Emptying }, connection, cancellation);
        try
        {
            var group = answer.Resource ?? (await inner.SendAsync(request.ToRead(), connection, cancellation)).Resource!;
            await tombstones.BuryAsync(request.Id!, group.NameAs(request.Type) ?? "", cancellation);
        }
        catch (ScimException fault)
        {
            throw fault.After($"The {request.Type.Name} '{request.Id}' was emptied, but not hidden; delete it again");
        }

        return new ScimAnswer { Status = 204 };
    }
}
