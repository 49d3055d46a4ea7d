namespace ScimGateway.Calls;

/// <summary>Which calls may be retried (RFC 9110 section 9.2.2).</summary>
internal static class Retries
{
    public static bool AreSafe(TargetCall call, Fate fate) => fate switch
    {
        Fate.Settled => false,
        Fate.NotSent or Fate.Throttled => true,
        Fate.Declined => call.Method != HttpMethod.Post, // a duplicate user is worse than a 503
        Fate.Unknown => call.Method == HttpMethod.Get || (IsIdempotent(call) && call.IfMatch is null),
        _ => throw new InvalidOperationException($"{fate} is no fate of a call."),
    };

    // With If-Match, the version that our own first PUT has made would make the second one fail.
    private static bool IsIdempotent(TargetCall call) =>
        call.Method == HttpMethod.Put || call.Method == HttpMethod.Delete || call.IsMerge;
}
