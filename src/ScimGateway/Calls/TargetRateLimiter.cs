using System.Threading.RateLimiting;
using ScimGateway.Configuration;

namespace ScimGateway.Calls;

/// <summary>The limits of one target: concurrency, requests per second, no calls while it asks for a pause, and a bounded queue
/// before all three, of which no client takes more than its share.</summary>
internal sealed class TargetRateLimiter(TargetLimits limits, TimeProvider clock) : IDisposable
{
    private readonly ConcurrencyLimiter atATime = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = limits.Concurrency,
        QueueLimit = limits.Queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private readonly TokenBucketRateLimiter? aSecond = limits.RequestsPerSecond is not { } perSecond ? null : new(
        new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond,
            TokensPerPeriod = Math.Max(1, perSecond / 10),
            ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, perSecond / 10) / (double)perSecond),
            QueueLimit = limits.Queue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }
    );

    private readonly QueueShares queue = new(limits.Queue, limits.ClientShare);

    public TargetPause Pause { get; } = new(limits.RetryAfter, clock);

    /// <summary>A permit for a call, to be disposed when the call has ended; <see langword="null"/>: it would have to
    /// wait.</summary>
    public IDisposable? TryEnter()
    {
        if (Pause.Now is not null) return null;
        var turn = atATime.AttemptAcquire();
        if (turn.IsAcquired && HasToken()) return turn;
        turn.Dispose();
        return null;
    }

    /// <summary>The same, after a wait; <see langword="null"/>: the queue has no room for this client.</summary>
    public ValueTask<IDisposable?> EnterAsync(string client, CancellationToken cancellation)
    {
        if (TryEnter() is { } turn) return new(turn);
        return queue.TryJoin(client) ? WaitAsync(client, cancellation) : new((IDisposable?)null);
    }

    public void Dispose()
    {
        atATime.Dispose();
        aSecond?.Dispose();
    }

    private async ValueTask<IDisposable?> WaitAsync(string client, CancellationToken cancellation)
    {
        bool hasToken = false;
        try
        {
            while (true)
            {
                await Pause.WaitAsync(cancellation);
                if (!hasToken && !await TakeTokenAsync(cancellation)) return null;
                hasToken = true;
                var turn = await atATime.AcquireAsync(1, cancellation);
                // The call that held the permit may have returned a Retry-After.
                if (turn.IsAcquired && Pause.Now is null) return turn;
                turn.Dispose();
                if (!turn.IsAcquired) return null;
            }
        }
        finally
        {
            queue.Leave(client);
        }
    }

    private bool HasToken()
    {
        if (aSecond is null) return true;
        using var token = aSecond.AttemptAcquire();
        return token.IsAcquired;
    }

    private async ValueTask<bool> TakeTokenAsync(CancellationToken cancellation)
    {
        if (aSecond is null) return true;
        using var token = await aSecond.AcquireAsync(1, cancellation);
        return token.IsAcquired;
    }
}
