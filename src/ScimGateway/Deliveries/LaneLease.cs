using ScimGateway.Scim.Errors;
using ScimGateway.Stores.Owed;

namespace ScimGateway.Deliveries;

/// <summary>A claimed lane, for as long as this process works at it: the lease is renewed at half, and calls end before it
/// does.</summary>
internal sealed class LaneLease : IAsyncDisposable
{
    private readonly Lanes lanes;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource over;
    private readonly CancellationTokenSource either;
    private readonly CancellationTokenSource done = new();
    private readonly Task renewing;

    /// <param name="began">When the claim was asked for, by the clock's timestamp: the lease began no earlier.</param>
    /// <param name="stop">The gateway ends.</param>
    public LaneLease(Lanes lanes, LaneClaim claim, long began, TimeProvider clock, CancellationToken stop)
    {
        (this.lanes, Claim, this.clock) = (lanes, claim, clock);
        over = new CancellationTokenSource(Left(began), clock);
        either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, stop);
        renewing = RenewAsync();
    }

    public LaneClaim Claim { get; }

    /// <summary>Cancelled before somebody else may claim the lane, and when the gateway ends.</summary>
    public CancellationToken Token => either.Token;

    /// <summary>No more is renewed.</summary>
    public async ValueTask DisposeAsync()
    {
        await done.CancelAsync();
        await renewing;
        either.Dispose();
        over.Dispose();
        done.Dispose();
    }

    private async Task RenewAsync()
    {
        while (true)
        {
            await Task.Delay(OwedSchedule.RenewAfter, clock, done.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested || Token.IsCancellationRequested) return;
            long began = clock.GetTimestamp();
            if (await IsOursAsync()) over.CancelAfter(Left(began));
        }
    }

    private async Task<bool> IsOursAsync()
    {
        try
        {
            bool isOurs = await lanes.RenewAsync(Claim, OwedSchedule.Lease, Token);
            if (!isOurs) await over.CancelAsync();
            return isOurs;
        }
        catch (Exception fault) when (fault is ScimException or OperationCanceledException)
        {
            return false; // the store cannot be asked: the lease ends as it would have
        }
    }

    private TimeSpan Left(long began)
    {
        var left = OwedSchedule.Lease - OwedSchedule.Margin - clock.GetElapsedTime(began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
