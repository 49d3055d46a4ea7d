using ScimGateway.Auditing;
using ScimGateway.Runtime;
using ScimGateway.Scim.Errors;
using ScimGateway.State;
using ScimGateway.Stores.Owed;
using ScimGateway.Targets;

namespace ScimGateway.Deliveries;

/// <summary>Lanes of one target that were claimed together, each tried once, some at a time. The first that finds the target
/// unable leaves the others for later.</summary>
/// <param name="pauses">How many pauses in a row precede it: after one, a single lane asks whether the target is well
/// again.</param>
internal sealed partial class DeliveryRound(
    Gateway gateway, Target target, Lanes lanes, DeliveryRoad road, int pauses, TimeProvider clock, ILogger log)
{
    /// <summary>To give a lane back, when the gateway ends too.</summary>
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(5);

    private int paused;

    /// <summary>Whether the target takes nothing for now.</summary>
    public bool IsPaused => Volatile.Read(ref paused) != 0;

    /// <summary>Whether the target was asked, and able.</summary>
    public bool IsWell { get; private set; }

    /// <summary>Tries each; whatever happens, each is given back.</summary>
    public Task RunAsync(IEnumerable<LaneLease> leases) => Parallel.ForEachAsync(
        leases,
        new ParallelOptions { MaxDegreeOfParallelism = OwedSchedule.AtOnce },
        async (lease, _) => await TryAsync(lease));

    private async Task TryAsync(LaneLease lease)
    {
        await using var held = lease;
        try
        {
            bool isLeft = IsPaused || lease.Token.IsCancellationRequested;
            var outcome = isLeft ? LaneOutcome.Untried : await OutcomeAsync(lease);
            using var patience = new CancellationTokenSource(TimeToEnd, clock);
            if (!await lanes.EndAsync(lease.Claim, outcome, patience.Token)) LogLost(log, target.Name, lease.Claim.Lane);
        }
        catch (Exception fault) when (fault is ScimException or OperationCanceledException)
        {
            LogStore(log, target.Name, fault.Message); // its lease ends by itself
        }
    }

    private async Task<LaneOutcome> OutcomeAsync(LaneLease lease)
    {
        try
        {
            var attempt = await road.SendAsync(gateway, target, lease.Claim, lease.Token);
            return await OutcomeAsync(lease.Claim, attempt);
        }
        catch (OperationCanceledException)
        {
            return LaneOutcome.Untried; // what the target had of it is repeated, and harmless
        }
    }

    private async Task<LaneOutcome> OutcomeAsync(LaneClaim claim, Attempted attempt)
    {
        var (status, fault, words) = attempt;
        if (fault is null)
        {
            IsWell = true;
            return new(status, null, OwedSchedule.LookUp(claim.Waited));
        }

        switch (OwedSchedule.VerdictOf(fault))
        {
            case Verdict.Paused:
                await PauseAsync(fault.RetryAfter, words!);
                return new(status, words, TimeSpan.Zero);
            case Verdict.Crowded:
                return new(status, words, OwedSchedule.Crowded);
            case Verdict.Refused:
                IsWell = true;
                return Stopped(claim, status, words!);
            default:
                IsWell = true;
                return OwedSchedule.IsOver(claim.Failures + 1)
                    ? Stopped(claim, status, words!)
                    : new(status, words, OwedSchedule.Backoff(claim.Failures + 1, Dice()), Counts: true);
        }
    }

    private LaneOutcome Stopped(LaneClaim claim, int? status, string words)
    {
        string lane = new LaneName(target.Name, claim.Lane).ToString();
        LogStopped(log, claim.Type, SafeNames.Line(claim.Id), target.Name, words, lane, claim.Cause);
        return new(status, words, TimeSpan.Zero, LaneState.Stopped, Counts: true);
    }

    private async Task PauseAsync(TimeSpan? asked, string why)
    {
        if (Interlocked.Exchange(ref paused, 1) != 0) return;
        var time = OwedSchedule.Pause(asked, pauses + 1, Dice());
        LogPaused(log, target.Name, time, why);
        using var patience = new CancellationTokenSource(TimeToEnd, clock);
        await lanes.PauseAsync(time, why, patience.Token);
    }

    private static double Dice() => Random.Shared.NextDouble();

    [LoggerMessage(1, LogLevel.Warning, "What {Target} is owed waits for {Time}: {Why}")]
    private static partial void LogPaused(ILogger logger, string target, TimeSpan time, string why);

    [LoggerMessage(2, LogLevel.Warning,
        "What the {Type} {Id} at {Target} is owed is not tried any more ({Why}): scim-gateway owed retry {Lane}, because of {Cause}")]
    private static partial void LogStopped(
        ILogger logger, string type, string id, string target, string why, string lane, string cause);

    [LoggerMessage(4, LogLevel.Warning, "A lane of {Target} could not be given back, and is tried again when its lease is over: {Fault}")]
    private static partial void LogStore(ILogger logger, string target, string fault);

    [LoggerMessage(3, LogLevel.Information,
        "The lane {Lane} of {Target} was claimed by somebody else meanwhile: what this process did counts for nothing")]
    private static partial void LogLost(ILogger logger, string target, long lane);
}
