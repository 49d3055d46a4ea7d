using System.Collections.Concurrent;
using Polly.CircuitBreaker;
using ScimGateway.Configuration;

namespace ScimGateway.Calls;

/// <summary>The circuit breakers of a target's destinations.</summary>
internal sealed class CircuitBreakers(string target, TargetLimits limits, TimeProvider clock, ILogger log)
{
    private readonly ConcurrentDictionary<string, CircuitBreaker> breakers = new(StringComparer.Ordinal);
    private long watchedUntil; // in ticks; 0: nothing has failed for a window

    /// <summary>Whether no call has failed for a window: then calls need not be counted.</summary>
    /// <remarks>A circuit breaker begins to count with the first call that fails, so that successful calls cost nothing; it
    /// judges the calls after that.</remarks>
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

    /// <summary>The worst state of all, as <c>/readyz</c> shows it.</summary>
    public string State =>
        breakers.Values.Any(breaker => breaker.State == CircuitState.Open) ? "open"
        : breakers.Values.Any(breaker => breaker.State == CircuitState.HalfOpen) ? "half open"
        : "closed";

    /// <summary>The circuit breaker of a destination.</summary>
    public CircuitBreaker Of(string address) => breakers.GetOrAdd(address, static (_, all) => all.New(), this);

    /// <summary>A call has failed: from now on calls are counted.</summary>
    public void BeginToWatch() => Volatile.Write(ref watchedUntil, (clock.GetUtcNow() + limits.BreakerWindow).UtcTicks);

    private CircuitBreaker New() => new(target, limits, clock, log);
}
