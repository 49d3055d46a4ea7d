using ScimGateway.Scim.Errors;

namespace ScimGateway.Calls;

/// <summary>How far a call that failed has come, as far as the gateway can know.</summary>
internal enum Fate
{
    /// <summary>It was answered, or trying again would change nothing: what happened is told.</summary>
    Settled,

    /// <summary>There was no connection: the target has not seen it.</summary>
    NotSent,

    /// <summary>The target refused it for its number: 429 is the client's error (RFC 6585 section 4), and what is refused was not
    /// done.</summary>
    Throttled,

    /// <summary>The target, or whatever stands before it, said that it does nothing for now: 503.</summary>
    Declined,

    /// <summary>It was on its way when the connection ended, or a proxy answered 502 or 504: it may have been done.</summary>
    Unknown,
}

/// <summary>What a fault of a call says about it.</summary>
internal static class Fates
{
    public static Fate Of(ScimException fault) => fault switch
    {
        // Whoever is too slow is not asked again, and a certificate does not mend itself.
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
        // the gateway's own words: time-out, unusable answer, breaker
        { InnerException: not null } or { Reason: not null } => Fate.Settled,
        { Status: 429 } => Fate.Throttled,
        { Status: 503 } => Fate.Declined,
        { Status: 502 or 504 } => Fate.Unknown,
        _ => Fate.Settled,
    };

    /// <summary>Whether it is the target's own answer, and not what the gateway says of a call.</summary>
    public static bool IsOfTheTarget(ScimException fault) => fault is { Reason: null, InnerException: null };

    /// <summary>Whether the target refused what it was asked, and so has not done it.</summary>
    public static bool IsRefusal(ScimException fault) => fault.Status is >= 400 and < 500 && IsOfTheTarget(fault);

    /// <summary>Whether the target, and not the request or the gateway's own queue, is to blame: what the breaker
    /// counts.</summary>
    /// <remarks>Not 429: a target that counts its requests is well, and its pause keeps calls from it for as long as it
    /// wants.</remarks>
    public static bool HurtsTarget(ScimException fault) =>
        fault.InnerException is HttpRequestException or IOException or InvalidDataException or OperationCanceledException
        || fault is { Reason: null, Status: >= 500 and not 501 };
}
