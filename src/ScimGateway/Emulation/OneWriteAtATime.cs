using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>Lets the changes of one resource follow each other inside this process, so that two PATCHes that become PUTs both survive.</summary>
internal sealed class OneWriteAtATime(ITarget inner) : ITarget
{
    private readonly Dictionary<string, Turnstile> turnstiles = new(StringComparer.Ordinal);

    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request.Operation is not (ScimOperation.Read or ScimOperation.List) && (request.Id ?? NewName(request)) is { } name
            ? WriteAsync(name, request, connection, cancellation)
            : inner.SendAsync(request, connection, cancellation);

    // Two creates of one userName, of which the second must find what the first has made.
    private static string? NewName(ScimRequest request) => request.Resource?.UserName() is { } name ? "/new/" + name.ToLowerInvariant() : null;

    private async Task<ScimAnswer> WriteAsync(string id, ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        var turnstile = Enter(id);
        try
        {
            await turnstile.Turn.WaitAsync(cancellation);
            try
            {
                return await inner.SendAsync(request, connection, cancellation);
            }
            finally
            {
                turnstile.Turn.Release();
            }
        }
        finally
        {
            Leave(id, turnstile);
        }
    }

    private Turnstile Enter(string id)
    {
        lock (turnstiles)
        {
            if (!turnstiles.TryGetValue(id, out var turnstile)) turnstiles[id] = turnstile = new Turnstile();
            turnstile.Waiting++;
            return turnstile;
        }
    }

    private void Leave(string id, Turnstile turnstile)
    {
        lock (turnstiles)
        {
            if (--turnstile.Waiting > 0) return;
            turnstiles.Remove(id);
            turnstile.Turn.Dispose();
        }
    }

    private sealed class Turnstile
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Waiting { get; set; }
    }
}
