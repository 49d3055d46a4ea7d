namespace ScimGateway.Targets;

/// <summary>Whose turn it is to change a resource of one target. It outlives reloads: a change that began before one and a change
/// that begins after it follow each other too.</summary>
internal sealed class ResourceTurns
{
    private readonly Dictionary<(string Endpoint, string Id), Turnstile> turnstiles = [];

    /// <summary>How many stand at one resource, whoever has the turn included.</summary>
    public int Standing(string endpoint, string id)
    {
        lock (turnstiles) return turnstiles.TryGetValue((endpoint, id), out var turnstile) ? turnstile.Standing : 0;
    }

    /// <summary>Waits for the turn; whoever has it leaves by <see cref="IDisposable.Dispose"/>.</summary>
    public async ValueTask<IDisposable> TakeAsync(string endpoint, string id, CancellationToken cancellation)
    {
        var turnstile = Join((endpoint, id));
        try
        {
            await turnstile.Turn.WaitAsync(cancellation);
            return turnstile;
        }
        catch
        {
            Leave(turnstile);
            throw;
        }
    }

    private Turnstile Join((string Endpoint, string Id) resource)
    {
        lock (turnstiles)
        {
            if (!turnstiles.TryGetValue(resource, out var turnstile)) turnstiles[resource] = turnstile = new Turnstile(this, resource);
            turnstile.Standing++;
            return turnstile;
        }
    }

    private void Leave(Turnstile turnstile)
    {
        lock (turnstiles)
        {
            if (--turnstile.Standing > 0) return;
            turnstiles.Remove(turnstile.Resource);
            turnstile.Turn.Dispose();
        }
    }

    private sealed class Turnstile(ResourceTurns turns, (string Endpoint, string Id) resource) : IDisposable
    {
        public (string Endpoint, string Id) Resource => resource;

        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Standing { get; set; }

        /// <summary>Ends the turn that it stands for now.</summary>
        public void Dispose()
        {
            Turn.Release();
            turns.Leave(this);
        }
    }
}
