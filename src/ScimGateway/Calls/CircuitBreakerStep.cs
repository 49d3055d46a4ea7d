using System.Runtime.CompilerServices;
using Polly.CircuitBreaker;

namespace ScimGateway.Calls;

/// <summary>Stops calls to a destination whose circuit breaker is open. Most targets are healthy: their calls do not pay for a
/// circuit breaker.</summary>
internal sealed class CircuitBreakerStep(ICallStep next, CircuitBreakers breakers, TargetFaults faults) : ICallStep
{
    public ValueTask<Attempt> SendAsync(Sending sending) =>
        breakers.AreCalm ? SendUnwatchedAsync(sending) : SendWatchedAsync(sending);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Attempt> SendUnwatchedAsync(Sending sending)
    {
        var attempt = await next.SendAsync(sending);
        if (!attempt.HurtsTarget) return attempt;
        breakers.BeginToWatch();
        await breakers.Of(sending.BaseAddress).HearAsync(attempt);
        return attempt;
    }

    private async ValueTask<Attempt> SendWatchedAsync(Sending sending)
    {
        var outcome = await breakers.Of(sending.BaseAddress).SendAsync(next, sending);
        if (outcome.Exception is BrokenCircuitException open)
        {
            sending.Context.Connection.Ended(sending.Place, open);
            return Attempt.NotMade(faults.Resting(open.RetryAfter, open), sending);
        }

        outcome.ThrowIfException();
        if (outcome.Result.HurtsTarget) breakers.BeginToWatch();
        return outcome.Result;
    }
}
