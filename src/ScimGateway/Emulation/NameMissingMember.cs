using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>A 404 to a PATCH that adds members to a group which can be read: it speaks of a member whom the target does not have. That is the
/// client's fault and names him; as a 404 it would say that the group is gone.</summary>
internal sealed class NameMissingMember(ITarget inner) : ITarget
{
    public async Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        try
        {
            return await inner.SendAsync(request, connection, cancellation);
        }
        catch (ScimException fault) when (fault.Status == 404 && Added(request) is [_, ..])
        {
            // The group's own 404 comes out of this read again.
            await inner.SendAsync(request.ToRead(), connection, cancellation);
            string[] added = Added(request);
            string? name = added is [var only] ? only : added.FirstOrDefault(id => Names(fault, id));
            string who = name is null ? $"one of the {added.Length} members that the PATCH adds" : $"the member '{name}'";
            throw new ScimException(400, ScimType.InvalidValue, $"The target does not have {who}.", fault) { Said = fault.Said };
        }
    }

    private static string[] Added(ScimRequest request) =>
        request is { Operation: ScimOperation.Patch, Patch: { } patch } ? [.. Membership.Added(patch)] : [];

    // Ids of one or two characters stand in many sentences.
    private static bool Names(ScimException fault, string id) => id.Length > 2 && (fault.Said ?? fault.Message).Contains(id, StringComparison.Ordinal);
}
