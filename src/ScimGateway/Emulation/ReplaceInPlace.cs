using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>PUT through a mapping that does not write all that the target has (<c>drop</c>, <c>readOnly</c>, <c>on: "create"</c>): reads first, so
/// that the PUT carries it as it is, for a target takes what is left out for removed (RFC 7644 section 3.5.1).</summary>
internal sealed class ReplaceInPlace(ITarget inner) : ITarget
{
    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request is { Operation: ScimOperation.Replace, Previous: null } ? ReplaceAsync(request, connection, cancellation) : inner.SendAsync(request, connection, cancellation);

    private async Task<ScimAnswer> ReplaceAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        var read = await inner.SendAsync(request.ToRead(), connection, cancellation);
        return await inner.SendAsync(request with { Previous = read.Resource, PreviousOriginal = read.Original }, connection, cancellation);
    }
}
