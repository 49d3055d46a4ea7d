using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>A PATCH that says nothing (Entra removes an empty list of members) is answered without a change: a target would refuse a
/// message without operations.</summary>
internal sealed class SkipEmptyPatch(ITarget inner, ResourceMapping mapping) : ITarget
{
    public async Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        if (request is not { Operation: ScimOperation.Patch, Patch.Operations.Count: 0 }) return await inner.SendAsync(request, connection, cancellation);
        return mapping.Can.Read ? await inner.SendAsync(request.ToRead(), connection, cancellation) : new ScimAnswer { Status = 204 };
    }
}
