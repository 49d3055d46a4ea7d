using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>The whole resource in the answer to a create or replace (RFC 7644 sections 3.3 and 3.5.1) where the target sends
/// nothing: reads it afterwards, so that the client learns what was stored, never an echo of what it sent.</summary>
internal sealed class CompleteAnswer(ITarget inner) : ITarget
{
    public async Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        var answer = await inner.SendAsync(request, connection, cancellation);
        if (answer.HasResource || !OwesBody(request)) return answer;
        return await inner.SendAsync(request.ToRead(), connection, cancellation);
    }

    // A PATCH may be answered with 204, unless the client names attributes (RFC 7644 section 3.5.2).
    private static bool OwesBody(ScimRequest request) =>
        request.Operation == ScimOperation.Replace || request is { Operation: ScimOperation.Patch, Query.HasProjection: true };
}
