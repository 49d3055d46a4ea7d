using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>Lets the changes of one resource follow each other inside this process, so that two PATCHes that become PUTs both survive.</summary>
internal sealed class OneWriteAtATime(ITarget inner, ResourceTurns turns) : ITarget
{
    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request.Operation is not (ScimOperation.Read or ScimOperation.List) && (request.Id ?? NewName(request)) is { } name
            ? WriteAsync(name, request, connection, cancellation)
            : inner.SendAsync(request, connection, cancellation);

    // Two creates of one userName, of which the second must find what the first has made.
    private static string? NewName(ScimRequest request) => request.Resource?.UserName() is { } name ? "/new/" + name.ToLowerInvariant() : null;

    private async Task<ScimAnswer> WriteAsync(string id, ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        using var turn = await turns.TakeAsync(request.Type.Endpoint, id, cancellation);
        return await inner.SendAsync(request, connection, cancellation);
    }
}
