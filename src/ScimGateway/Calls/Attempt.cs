using Polly.CircuitBreaker;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Calls;

/// <summary>The result of one attempt of a call: the target's answer, or a fault and what the fault says about the
/// call.</summary>
internal readonly record struct Attempt(TargetReply? Reply, ScimException? Fault, Fate Fate, Sending Sending)
{
    /// <summary>No attempt at all: a fault of the gateway itself.</summary>
    public static Attempt NotMade(ScimException fault, Sending sending) => new(null, fault, Fate.Settled, sending);

    /// <summary>Whether the target, and not the request or the gateway's own queue, is at fault: the circuit breaker counts
    /// these.</summary>
    public bool HurtsTarget { get; init; }

    /// <summary>Whether the destination has not seen the call, so that another destination may get it at once (failover),
    /// whatever the method is.</summary>
    public bool IsUnseen =>
        Fate == Fate.NotSent
        || Fault?.InnerException
            is BrokenCircuitException
                or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError };

    /// <summary>Whether the same call may be retried without being done twice, and whether there is time for it.</summary>
    /// <param name="delay">The longest delay before the retry.</param>
    public bool MayRepeat(TimeSpan delay)
    {
        if (Fault is null || !Retries.AreSafe(Sending.Call, Fate)) return false;
        var wait = Fault.RetryAfter ?? TimeSpan.Zero;
        return wait <= Sending.LongestWait && (wait > delay ? wait : delay) < Sending.TimeLeft;
    }
}
