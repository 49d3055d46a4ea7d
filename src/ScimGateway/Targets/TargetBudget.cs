using System.Threading.RateLimiting;
using ScimGateway.Configuration;

namespace ScimGateway.Targets;

/// <summary>How hard one target may be worked: calls at a time, calls a second, and a bounded queue before both.</summary>
internal sealed class TargetBudget(TargetLimits limits) : IDisposable
{
    private readonly ConcurrencyLimiter atATime = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = limits.Concurrency,
        QueueLimit = limits.Queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private readonly TokenBucketRateLimiter? aSecond = limits.RequestsPerSecond is not { } perSecond ? null : new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = perSecond,
        TokensPerPeriod = Math.Max(1, perSecond / 10),
        ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, perSecond / 10) / (double)perSecond),
        QueueLimit = limits.Queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>A call's turn, to be disposed when the call has ended; <see langword="null"/> when the queue is full.</summary>
    public async ValueTask<IDisposable?> EnterAsync(CancellationToken cancellation)
    {
        if (aSecond is not null)
        {
            using var token = await aSecond.AcquireAsync(1, cancellation);
            if (!token.IsAcquired) return null;
        }

        var turn = await atATime.AcquireAsync(1, cancellation);
        if (turn.IsAcquired) return turn;
        turn.Dispose();
        return null;
    }

    public void Dispose()
    {
        atATime.Dispose();
        aSecond?.Dispose();
    }
}
