using System.Text.Json.Nodes;
using ScimGateway.Deliveries;
using ScimGateway.Stores.Owed;
using ScimGateway.Stores.Sealing;
using ScimGateway.Stores.Tables;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Deliveries;

/// <summary>A call ends before somebody else may be at the same lane.</summary>
public sealed class LaneLeaseTests : IAsyncLifetime
{
    private readonly ManualClock clock = new();
    private readonly StateStore store;
    private readonly StateTables tables;

    public LaneLeaseTests()
    {
        store = StateStore.Memory(clock);
        tables = new StateTables(store, StateKeys.Random());
    }

    private Lanes Lanes => tables.Lanes("app");

    public async Task InitializeAsync()
    {
        var owed = new OwedValue("", OwedKind.Update, "", "", JsonValue.Create("x"));
        await tables.Owed("app", "User").ChangeAsync("1", new OwedChange([], [owed], "cause", null), default);
    }

    public Task DisposeAsync() => store.DisposeAsync().AsTask();

    [Fact]
    public async Task It_is_renewed_at_half_for_as_long_as_somebody_works()
    {
        await using var lease = await TakeAsync();
        for (int i = 0; i < 10; i++)
        {
            await WaitedAsync(OwedSchedule.RenewAfter);
            clock.Advance(OwedSchedule.RenewAfter);
        }

        await WaitedAsync(OwedSchedule.RenewAfter);
        Assert.False(lease.Token.IsCancellationRequested);
        Assert.Empty(await Lanes.ClaimAsync(10, OwedSchedule.Lease, "another", default));
    }

    [Fact]
    public async Task Whoever_has_lost_it_stops()
    {
        await using var lease = await TakeAsync();
        await store.WriteAsync(session => session.ExecuteAsync("UPDATE lanes SET fence = fence + 1"), default);

        await WaitedAsync(OwedSchedule.RenewAfter);
        clock.Advance(OwedSchedule.RenewAfter);

        await CancelledAsync(lease.Token);
    }

    [Fact]
    public async Task What_cannot_be_renewed_ends_before_the_lease()
    {
        await using var lease = await TakeAsync();
        await store.DisposeAsync();

        await WaitedAsync(OwedSchedule.RenewAfter);
        clock.Advance(OwedSchedule.RenewAfter);
        await WaitedAsync(OwedSchedule.RenewAfter);
        Assert.False(lease.Token.IsCancellationRequested);
        clock.Advance(OwedSchedule.Lease - OwedSchedule.Margin - OwedSchedule.RenewAfter);

        await CancelledAsync(lease.Token);
    }

    [Fact]
    public async Task The_end_of_the_gateway_ends_it()
    {
        using var stop = new CancellationTokenSource();
        await using var lease = await TakeAsync(stop.Token);

        await stop.CancelAsync();

        Assert.True(lease.Token.IsCancellationRequested);
    }

    private async Task<LaneLease> TakeAsync(CancellationToken stop = default)
    {
        long began = clock.GetTimestamp();
        var claim = Assert.Single(await Lanes.ClaimAsync(10, OwedSchedule.Lease, "me", default));
        return new LaneLease(Lanes, claim, began, clock, stop);
    }

    private Task WaitedAsync(TimeSpan time) => clock.WaitedForAsync(1, time, time);

    private static async Task CancelledAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource();
        await using var registered = token.Register(cancelled.SetResult);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
    }
}
