using System.Collections.Frozen;
using ScimGateway.Calls;
using ScimGateway.Scim.Errors;
using ScimGateway.Stores;
using ScimGateway.Work;

namespace ScimGateway.Deliveries;

/// <summary>What a fault says of a lane.</summary>
internal enum Verdict
{
    /// <summary>The target failed (5xx, time-out, reset): the lane is tried again, later each time.</summary>
    Failed,

    /// <summary>The target, or the gateway, will not do it (4xx): the lane stops.</summary>
    Refused,

    /// <summary>The target takes nothing for now (401, 403, 429, circuit breaker, no connection): all its lanes wait.</summary>
    Paused,

    /// <summary>The gateway itself had no room for it: it is tried again, and nothing is counted.</summary>
    Crowded,
}

/// <summary>When what is owed is tried again: the backoff of a lane, the pause of a target, and the look-ups for somebody who is
/// not there yet.</summary>
internal static class OwedSchedule
{
    /// <summary>Lanes that are claimed together.</summary>
    public const int MostClaimed = 10;

    /// <summary>Lanes of one target that are worked at together.</summary>
    public const int AtOnce = 4;

    /// <summary>How long a lane is claimed, unless the claim is renewed.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    public static readonly TimeSpan RenewAfter = Lease / 2;

    /// <summary>A call ends so long before its lease, or another process could be at the same lane.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <summary>How often a store is asked that other processes write to.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Between the attempts of one lane: 30 s · 2^n, ± 50 %.</summary>
    public static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(30);

    /// <summary>The longest backoff and the longest pause, and the longest time between two look-ups.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <summary>A lane that has failed for so long stops.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(28);

    /// <summary>Before the first look-up for somebody who is not there yet.</summary>
    public static readonly TimeSpan FirstLookUp = TimeSpan.FromMinutes(15);

    /// <summary>The longest pause of a target that does not say how long: its operator may mend it at any time.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    /// <summary>While the gateway itself has no room.</summary>
    public static readonly TimeSpan Crowded = TimeSpan.FromSeconds(30);

    private static readonly FrozenSet<string> OfTheGateway = FrozenSet.Create(
        StringComparer.Ordinal,
        "too many waiting",
        WorkHold.FullReason,
        "out of time",
        StoreFault.Reason,
        "changed by another process");

    private static readonly FrozenSet<string> OfTheWholeTarget = FrozenSet.Create(
        StringComparer.Ordinal,
        "credentials refused",
        "refused by a proxy",
        "asked for a pause",
        "breaker open",
        "no healthy destination",
        "TLS failed");

    // How many failures in a row fill the patience, if each waits as long as it does on average.
    private static readonly int MostFailures = CountOfFailures();

    public static Verdict VerdictOf(ScimException fault) => fault switch
    {
        { Reason: { } reason } when OfTheGateway.Contains(reason) => Verdict.Crowded,
        { Reason: { } reason } when OfTheWholeTarget.Contains(reason) => Verdict.Paused,
        { Status: 401 or 403 or 429 } or { Status: 503, RetryAfter: not null } => Verdict.Paused,
        _ when Fates.Of(fault) == Fate.NotSent => Verdict.Paused,
        { Status: 408 or 425 } => Verdict.Failed,
        { Status: < 500 or 501 } => Verdict.Refused,
        _ => Verdict.Failed,
    };

    /// <param name="failures">How many attempts of the lane failed in a row, this one included.</param>
    /// <param name="dice">From 0 to 1.</param>
    public static TimeSpan Backoff(int failures, double dice) => Spread(Doubled(FirstBackoff, failures - 1, Mean(Longest)), dice);

    /// <summary>Whether a lane has failed too often to be tried again.</summary>
    public static bool IsOver(int failures) => failures >= MostFailures;

    /// <param name="asked">The target's <c>Retry-After</c>.</param>
    /// <param name="pauses">How many pauses the target has had in a row, this one included.</param>
    /// <param name="dice">From 0 to 1.</param>
    public static TimeSpan Pause(TimeSpan? asked, int pauses, double dice) => asked is { } wait && wait > TimeSpan.Zero
        ? Shorter(wait, Longest)
        : Spread(Doubled(FirstBackoff, pauses - 1, Mean(LongestPause)), dice);

    /// <summary>Until somebody is looked for again, of whom nobody has heard: as long as the lane has waited already.</summary>
    public static TimeSpan LookUp(TimeSpan waited) => waited < FirstLookUp ? FirstLookUp : Shorter(waited, Longest);

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan most)
    {
        for (var time = first; ; time *= 2)
        {
            if (time >= most) return most;
            if (times-- <= 0) return time;
        }
    }

    // Half as much more is the longest.
    private static TimeSpan Mean(TimeSpan longest) => longest / 1.5;

    private static TimeSpan Spread(TimeSpan time, double dice) => time * (0.5 + dice);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static int CountOfFailures()
    {
        int failures = 1;
        for (var time = TimeSpan.Zero; time < Patience; failures++) time += Backoff(failures, 0.5);
        return failures;
    }
}
