using ScimGateway.Configuration;
using ScimGateway.Time;

namespace ScimGateway.Calls;

/// <summary>The state that all calls to one target share: its rate limiter and its circuit breakers. Built once for a name, an
/// address and limits; a reload that changes none of them keeps it, so that an open circuit breaker stays open.</summary>
internal sealed class TargetTraffic(string target, TargetLimits limits, TimeProvider clock, ILogger<TargetTraffic> log)
    : IDisposable
{
    private readonly UseCount users = new();

    public TargetRateLimiter Budget { get; } = new(limits, new MonotonicClock(clock));

    public CircuitBreakers Breakers { get; } = new(target, limits, new MonotonicClock(clock), log);

    /// <summary>For the operator: whether its calls fail.</summary>
    public TargetTrouble Trouble { get; } = new(clock);

    public ILogger Log => log;

    /// <summary>Begins another use, which ends by <see cref="Dispose"/>.</summary>
    /// <returns>Whether it could: after the end it cannot be used again.</returns>
    public bool TryShare() => users.TryBegin();

    /// <summary>Ends one use; the last one disposes it.</summary>
    public void Dispose()
    {
        if (users.End()) Budget.Dispose();
    }
}
