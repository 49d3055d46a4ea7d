using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>A PUT of a client that leaves out what it does not mean to change (JumpCloud's minimal PUT): reads the resource, and replaces it by
/// what it becomes when the PUT is read as a PATCH.</summary>
internal sealed class KeepUnsaid(ITarget inner, ResourceMapping mapping) : ITarget
{
    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request.Operation == ScimOperation.Replace && request.Leniency.HasFlag(Leniency.PartialReplace) ? ReplaceAsync(request, connection, cancellation) : inner.SendAsync(request, connection, cancellation);

    private async Task<ScimAnswer> ReplaceAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        var read = await inner.SendAsync(request.ToRead(), connection, cancellation);
        var whole = Overlay.On(read.Resource!, request, mapping);
        return await inner.SendAsync(request with { Resource = whole, Previous = read.Resource, PreviousOriginal = read.Original }, connection, cancellation);
    }
}
