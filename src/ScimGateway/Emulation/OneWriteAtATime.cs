using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>Lets the changes of one resource follow each other inside this process, so that two PATCHes that become PUTs both survive.</summary>
internal sealed class OneWriteAtATime(ITarget inner, ResourceTurns turns) : ITarget
{
    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request.Id is not { } id || request.Operation is ScimOperation.Read
            ? inner.SendAsync(request, connection, cancellation)
            : WriteAsync(id, request, connection, cancellation);

    private async Task<ScimAnswer> WriteAsync(string id, ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        using var turn = await turns.TakeAsync(request.Type.Endpoint, id, cancellation);
        return await inner.SendAsync(request, connection, cancellation);
    }
}
