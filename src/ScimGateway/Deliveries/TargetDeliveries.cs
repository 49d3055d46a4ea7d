using System.Collections.Concurrent;
using ScimGateway.Runtime;
using ScimGateway.Scim.Errors;
using ScimGateway.State;
using ScimGateway.Stores.Owed;
using ScimGateway.Targets;

namespace ScimGateway.Deliveries;

/// <summary>Delivers what one target is owed and what is due, round after round, and says when to look again.</summary>
internal sealed partial class TargetDeliveries(
    CurrentGateway current, OwedWork owing, DeliveryRoad road, TimeProvider clock, ILogger<TargetDeliveries> log)
{
    /// <summary>While nothing is known to come: a signal wakes it.</summary>
    public static readonly TimeSpan Never = TimeSpan.MaxValue;

    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, int> pauses = new(StringComparer.OrdinalIgnoreCase);

    /// <returns>When to look again.</returns>
    public async Task<TimeSpan> RunAsync(string name, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
                if (await RoundAsync(name, stop) is { } wait) return wait;
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // The gateway ends, and its store with it.
        }
        catch (ScimException fault)
        {
            LogStore(log, name, fault.Message); // the leases end by themselves
        }
        catch (Exception fault)
        {
            LogUnexpected(log, name, fault);
        }

        return ComeAgain;
    }

    // Another gateway each time: a reload in between may have changed the target, or taken it away.
    private async Task<TimeSpan?> RoundAsync(string name, CancellationToken stop)
    {
        if (current.Enter() is not { } gateway) return OwedSchedule.LookEvery;
        try
        {
            if (!gateway.Targets.TryGetValue(name, out var target)) return Never;
            if (gateway.Withdrawn.HasCredentialsOf(name)) return ComeAgain;
            return await RoundAsync(gateway, target, stop);
        }
        finally
        {
            gateway.Leave();
        }
    }

    /// <returns><see langword="null"/>: there may be more that is due.</returns>
    private async Task<TimeSpan?> RoundAsync(Gateway gateway, Target target, CancellationToken stop)
    {
        if (owing.Lanes(target.Config) is not { } lanes) return Never;
        var next = await lanes.NextAsync(OwedSchedule.Lease, stop);
        if (next is null || next > TimeSpan.Zero) return Until(next, target);
        int before = pauses.GetValueOrDefault(target.Name);
        long began = clock.GetTimestamp();
        var claims = await lanes.ClaimAsync(before > 0 ? 1 : OwedSchedule.MostClaimed, OwedSchedule.Lease, OwedWork.Me, stop);
        if (claims.Count == 0) return OwedSchedule.LookEvery;
        var round = new DeliveryRound(gateway, target, lanes, road, before, clock, log);
        await round.RunAsync([.. claims.Select(claim => new LaneLease(lanes, claim, began, clock, stop))]);
        await SettleAsync(round, target, lanes, before, stop);
        return null;
    }

    private TimeSpan Until(TimeSpan? next, Target target)
    {
        if (!owing.IsShared(target.Config)) return next ?? Never;
        return next < OwedSchedule.LookEvery ? next.Value : OwedSchedule.LookEvery;
    }

    private async Task SettleAsync(DeliveryRound round, Target target, Lanes lanes, int before, CancellationToken stop)
    {
        if (round.IsPaused) pauses[target.Name] = before + 1;
        else if (before > 0 && round.IsWell)
        {
            pauses.TryRemove(target.Name, out _);
            await lanes.ResumeAsync(stop);
            LogResumed(log, target.Name);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "What {Target} is owed cannot be looked up: {Fault}")]
    private static partial void LogStore(ILogger logger, string target, string fault);

    [LoggerMessage(3, LogLevel.Error, "What {Target} is owed cannot be delivered for now")]
    private static partial void LogUnexpected(ILogger logger, string target, Exception fault);

    [LoggerMessage(2, LogLevel.Information, "What {Target} is owed goes on: the target takes it again")]
    private static partial void LogResumed(ILogger logger, string target);
}
