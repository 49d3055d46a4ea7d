using Polly.CircuitBreaker;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Calls;

/// <summary>What became of one try of a call: the target's answer, or a fault and what the fault says about the call.</summary>
internal readonly record struct Attempt(TargetReply? Reply, ScimException? Fault, Fate Fate, Sending Sending)
{
    /// <summary>No try at all: what the gateway itself says.</summary>
    public static Attempt NotMade(ScimException fault, Sending sending) => new(null, fault, Fate.Settled, sending);

    /// <summary>Whether the target, and not the request or the gateway's own queue, is to blame: what the breaker
    /// counts.</summary>
    public bool HurtsTarget { get; init; }

    /// <summary>Whether the destination has not seen the call, so that another one may have it at once, whatever the method
    /// is.</summary>
    public bool IsUnseen =>
        Fate == Fate.NotSent
        || Fault?.InnerException
            is BrokenCircuitException
                or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError };

    /// <summary>Whether the same call may go out again without being done twice, and whether there is time for it.</summary>
    /// <param name="delay">What would pass before it goes out, at most.</param>
    public bool MayRepeat(TimeSpan delay)
    {
        if (Fault is null || !Retries.AreSafe(Sending.Call, Fate)) return false;
        var wait = Fault.RetryAfter ?? TimeSpan.Zero;
        return wait <= Sending.LongestWait && (wait > delay ? wait : delay) < Sending.TimeLeft;
    }
}
