namespace ScimGateway.Targets;

/// <summary>The locks on the resources of one target, for changes. They outlive reloads: a change that began before a reload and
/// one that begins after it exclude each other, too.</summary>
internal sealed class ResourceLocks
{
    private readonly Dictionary<(string Endpoint, string Id), Turnstile> turnstiles = [];

    /// <summary>How many changes hold or wait for the lock of one resource.</summary>
    public int Standing(string endpoint, string id)
    {
        lock (turnstiles) return turnstiles.TryGetValue((endpoint, id), out var turnstile) ? turnstile.Standing : 0;
    }

    /// <summary>Waits for the lock; the holder releases it by <see cref="IDisposable.Dispose"/>.</summary>
    /// <param name="alone">Whether the lock is exclusive; shared locks are held together. The locks are granted in the order of
    /// the requests.</param>
    public async ValueTask<IDisposable> TakeAsync(string endpoint, string id, bool alone, CancellationToken cancellation)
    {
        var turnstile = Join((endpoint, id));
        try
        {
            return await (alone ? turnstile.EnterAloneAsync(cancellation) : turnstile.EnterAsync(cancellation));
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
            if (!turnstiles.TryGetValue(resource, out var turnstile))
                turnstiles[resource] = turnstile = new Turnstile(this, resource);
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
            turnstile.Dispose();
        }
    }

    private sealed class Turnstile(ResourceLocks turns, (string Endpoint, string Id) resource) : IDisposable
    {
        private readonly SemaphoreSlim door = new(1, 1); // held by an exclusive lock, and passed through by shared ones
        private readonly Lock counting = new();
        private TaskCompletionSource? emptied;
        private int inside;

        public (string Endpoint, string Id) Resource => resource;

        public int Standing { get; set; }

        public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
        {
            await door.WaitAsync(cancellation);
            lock (counting) inside++;
            door.Release();
            return new Turn(Left);
        }

        public async Task<IDisposable> EnterAloneAsync(CancellationToken cancellation)
        {
            await door.WaitAsync(cancellation);
            try
            {
                await Empty().WaitAsync(cancellation);
                return new Turn(LeftAlone);
            }
            catch
            {
                door.Release();
                throw;
            }
        }

        public void Dispose() => door.Dispose();

        private Task Empty()
        {
            lock (counting)
            {
                emptied = inside == 0 ? null : new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return emptied?.Task ?? Task.CompletedTask;
            }
        }

        private void Left()
        {
            lock (counting)
                if (--inside == 0) emptied?.TrySetResult();
            turns.Leave(this);
        }

        private void LeftAlone()
        {
            door.Release();
            turns.Leave(this);
        }
    }

    private sealed class Turn(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
