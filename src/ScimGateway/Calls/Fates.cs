using ScimGateway.Scim.Errors;

namespace ScimGateway.Calls;

/// <summary>How far a failed call got, as far as the gateway can know.</summary>
internal enum Fate
{
    /// <summary>It was answered, or a retry would not help: it is final.</summary>
    Settled,

    /// <summary>There was no connection: the target has not seen it.</summary>
    NotSent,

    /// <summary>Rate limit: 429 is the client's error (RFC 6585 section 4), and the refused call was not done.</summary>
    Throttled,

    /// <summary>503: the target, or a proxy before it, said that it does nothing for now.</summary>
    Declined,

    /// <summary>The connection ended after the call was sent, or a proxy answered 502 or 504: it may have been done.</summary>
    Unknown,
}

/// <summary>What a fault says about its call.</summary>
internal static class Fates
{
    public static Fate Of(ScimException fault) => fault switch
    {
        // Not retried: time-outs (the call may have had an effect) and TLS failures (a retry cannot fix them).
        {
            InnerException: HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            }
        } => Fate.NotSent,
        // the handler's ConnectTimeout
        { InnerException: OperationCanceledException { InnerException: TimeoutException } } => Fate.NotSent,
        {
            InnerException: HttpRequestException
            {
                HttpRequestError: HttpRequestError.SecureConnectionError
                    or HttpRequestError.InvalidResponse
                    or HttpRequestError.ConfigurationLimitExceeded
            }
        } => Fate.Settled,
        { InnerException: HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } } => Fate.Settled,
        { InnerException: HttpRequestException or IOException } => Fate.Unknown,
        // the gateway's own faults: time-out, unusable answer, circuit breaker
        { InnerException: not null } or { Reason: not null } => Fate.Settled,
        { Status: 429 } => Fate.Throttled,
        { Status: 503 } => Fate.Declined,
        { Status: 502 or 504 } => Fate.Unknown,
        _ => Fate.Settled,
    };

    /// <summary>Whether it is the target's own answer, and not the gateway's fault about a call.</summary>
    public static bool IsOfTheTarget(ScimException fault) => fault is { Reason: null, InnerException: null };

    /// <summary>Whether the target refused the call, and so has not done it.</summary>
    public static bool IsRefusal(ScimException fault) => fault.Status is >= 400 and < 500 && IsOfTheTarget(fault);

    /// <summary>Whether the target would refuse it again: not for its credentials (401, 403), its pace (429) or its time (408,
    /// 425).</summary>
    public static bool IsFinal(ScimException fault) =>
        IsRefusal(fault) && fault.Status is not (401 or 403 or 408 or 425 or 429);

    /// <summary>Whether the target, and not the request or the gateway's own queue, is to blame: what the breaker
    /// counts.</summary>
    /// <remarks>Not 429: a target that counts its requests is well, and its pause keeps calls from it for as long as it
    /// wants.</remarks>
    public static bool HurtsTarget(ScimException fault) =>
        fault.InnerException is HttpRequestException or IOException or InvalidDataException or OperationCanceledException
        || fault is { Reason: null, Status: >= 500 and not 501 };
}
