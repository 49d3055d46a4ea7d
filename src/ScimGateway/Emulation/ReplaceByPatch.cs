using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>PUT for a target without it, which takes a PatchOp: reads, and sends the smallest PATCH from what is there to what is
/// wanted. Nothing is sent when nothing differs.</summary>
internal sealed class ReplaceByPatch(ITarget inner, ResourceMapping mapping) : ITarget
{
    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request.Operation == ScimOperation.Replace ? ReplaceAsync(request, connection, cancellation) : inner.SendAsync(request, connection, cancellation);

    private async Task<ScimAnswer> ReplaceAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        var read = await inner.SendAsync(request.ToRead(), connection, cancellation);
        Membership.RequireWhole(read.Resource!, mapping);
        var wanted = Membership.Keep((JsonObject)request.Resource!.DeepClone(), read.Resource!);
        var patch = PatchDiff.Between(read.Resource!, wanted, mapping.Type);
        if (patch.Operations.Count == 0) return read;
        var answer = await inner.SendAsync(request with { Operation = ScimOperation.Patch, Patch = patch, Resource = null }, connection, cancellation);
        return answer.HasResource ? answer : await inner.SendAsync(request.ToRead(), connection, cancellation);
    }
}
