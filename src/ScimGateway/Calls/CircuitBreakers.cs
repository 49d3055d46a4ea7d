using System.Collections.Concurrent;
using Polly.CircuitBreaker;
using ScimGateway.Configuration;

namespace ScimGateway.Calls;

/// <summary>The circuit breakers of a target's destinations.</summary>
internal sealed class CircuitBreakers(string target, TargetLimits limits, TimeProvider clock, ILogger log)
{
    private readonly ConcurrentDictionary<string, CircuitBreaker> breakers = new(StringComparer.Ordinal);
    private long watchedUntil; // in ticks; 0: nothing has failed for a window

    /// <summary>Whether no call has failed for a window: none need be watched.</summary>
    /// <remarks>A breaker begins to count with the first call that fails, so that what goes well costs nothing; what it judges is
    /// what came after the trouble began.</remarks>
    public bool AreCalm
    {
        get
        {
            long until = Volatile.Read(ref watchedUntil);
            if (until == 0) return true;
            if (until > clock.GetUtcNow().UtcTicks || breakers.Values.Any(breaker => breaker.State != CircuitState.Closed))
                return false;
            return Interlocked.CompareExchange(ref watchedUntil, 0, until) == until;
        }
    }

    /// <summary>As <c>/readyz</c> says it: the worst of all.</summary>
    public string State =>
        breakers.Values.Any(breaker => breaker.State == CircuitState.Open) ? "open"
        : breakers.Values.Any(breaker => breaker.State == CircuitState.HalfOpen) ? "half open"
        : "closed";

    /// <summary>The one of a destination.</summary>
    public CircuitBreaker Of(string address) => breakers.GetOrAdd(address, static (_, all) => all.New(), this);

    /// <summary>A call has failed: those that follow are watched.</summary>
    public void BeginToWatch() => Volatile.Write(ref watchedUntil, (clock.GetUtcNow() + limits.BreakerWindow).UtcTicks);

    private CircuitBreaker New() => new(target, limits, clock, log);
}
