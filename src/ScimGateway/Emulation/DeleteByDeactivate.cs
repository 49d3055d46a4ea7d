using System.Text.Json.Nodes;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>DELETE for a target that never forgets a user (Leapsome): sets <c>active</c> to false.</summary>
internal sealed class DeleteByDeactivate(ITarget inner) : ITarget
{
    private static readonly PatchRequest Deactivation =
        new([new PatchOperation(PatchVerb.Replace, new PatchPath(new AttributePath(null, "active")), JsonValue.Create(false))]);

    public async Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        if (request.Operation != ScimOperation.Delete) return await inner.SendAsync(request, connection, cancellation);
        await inner.SendAsync(request with { Operation = ScimOperation.Patch, Patch = Deactivation }, connection, cancellation);
        return new ScimAnswer { Status = 204 };
    }
}
