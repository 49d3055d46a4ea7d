using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>PUT for a target without it, whose PATCH merges (Leapsome): reads, and sends what differs from the wanted resource.
/// Nothing is sent when nothing does.</summary>
internal sealed class ReplaceByMerge(ITarget inner, ResourceMapping mapping) : ITarget
{
    public async Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        if (request.Operation != ScimOperation.Replace) return await inner.SendAsync(request, connection, cancellation);
        var read = await inner.SendAsync(request.ToRead(), connection, cancellation);
        if (PatchDiff.Between(read.Resource!, request.Resource!, mapping.Type).Operations.Count == 0) return read;
        var merge = request with { Operation = ScimOperation.Patch, Previous = read.Resource };
        var answer = await inner.SendAsync(merge, connection, cancellation);
        return !answer.HasResource ? await inner.SendAsync(request.ToRead(), connection, cancellation) : answer;
    }
}
