using ScimGateway.Scim.Errors;
using ScimGateway.Stores.Owed;

namespace ScimGateway.Stores.Tests.Contract;

/// <summary>Who works at a resource, and when it is tried again.</summary>
public abstract class LaneTests<THome> : StoreContract<THome>
    where THome : StoreHome, new()
{
    private static readonly LaneOutcome Done = new(200, null, TimeSpan.FromHours(1));

    [Fact]
    public async Task A_lane_is_claimed_by_one_and_not_by_the_next()
    {
        await Users.ChangeAsync("u1", Add(Whole("x")), default);

        var claim = await ClaimAsync();
        Assert.Equal(("User", "u1", 1L, 0, "cause-1"), (claim.Type, claim.Id, claim.Fence, claim.Failures, claim.Cause));
        Assert.Empty(await DueAsync("other"));
        Assert.Empty(await DueAsync());
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_somebody_elses_and_the_first_is_told()
    {
        await Users.ChangeAsync("u1", Add(Whole("x")), default);
        var first = Assert.Single(await Lanes.ClaimAsync(10, TimeSpan.FromSeconds(-1), "first", default));
        Assert.True(await Lanes.RenewAsync(first, TimeSpan.FromSeconds(-1), default));

        var second = await ClaimAsync("second");

        Assert.Equal(first.Fence + 1, second.Fence);
        Assert.False(await Lanes.RenewAsync(first, TimeSpan.FromMinutes(1), default));
        Assert.False(await Lanes.EndAsync(first, new LaneOutcome(400, "No.", TimeSpan.Zero, LaneState.Stopped), default));
        Assert.Empty(await Lanes.ExpireAsync(first, default));
        Assert.Equal(LaneState.Ready, Assert.Single(await Tables.AllLanes.ListAsync(Target, null, 10, default)).State);
        Assert.True(await Lanes.EndAsync(second, Done, default));
    }

    [Fact]
    public async Task A_resource_that_another_process_changes_is_503_until_its_lease_ends()
    {
        await Users.ChangeAsync("u1", Add(Manager("ana")), default);
        Assert.Null(await Lanes.ClaimAsync("User", "u2", TimeSpan.FromMinutes(1), "me", default));
        var mine = await Lanes.ClaimAsync("User", "u1", TimeSpan.FromMinutes(1), "me", default);

        var fault = await Assert.ThrowsAsync<ScimException>(
            () => Lanes.ClaimAsync("User", "u1", TimeSpan.FromMinutes(1), "other", default));
        Assert.Equal(503, fault.Status);
        Assert.InRange(fault.RetryAfter!.Value, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
        Assert.Equal(
            "Another process of the gateway is changing it at the target; send it again. The User has the id 'u1'.", fault.Message);
        Assert.Equal(mine!.Fence, (await Lanes.ClaimAsync("User", "u1", TimeSpan.FromMinutes(1), "me", default))!.Fence);

        Assert.True(await Lanes.EndAsync(mine, Done, default));
        Assert.Equal(
            mine.Fence + 1, (await Lanes.ClaimAsync("User", "u1", TimeSpan.FromMinutes(1), "other", default))!.Fence);
    }

    [Fact]
    public async Task Deletions_come_first_then_creates_and_updates_then_members_then_who_waited_longest()
    {
        await Groups.ChangeAsync("members", Add(new OwedValue("members", OwedKind.Members, "", "", null)), default);
        await Users.ChangeAsync("first", Add(Whole("x")), default);
        await Groups.ChangeAsync("mixed", Add(
            new OwedValue("members", OwedKind.Members, "", "", null), new OwedValue("", OwedKind.Update, "", "", null)), default);
        await Users.ChangeAsync("deleted", Add(new OwedValue("", OwedKind.Delete, "", "", null)), default);
        await Store.WriteAsync(
            session => session.ExecuteAsync("UPDATE lanes SET next_at = next_at - CASE key WHEN 'first' THEN 2 ELSE 1 END"), default);

        var two = await Lanes.ClaimAsync(2, TimeSpan.FromMinutes(1), "me", default);
        Assert.Equal(["deleted", "first"], two.Select(claim => claim.Id));
        Assert.Equal(["mixed", "members"], (await DueAsync()).Select(claim => claim.Id));
    }

    [Fact]
    public async Task What_waits_for_somebody_is_looked_for_after_a_minute()
    {
        await Users.ChangeAsync("u1", Add(Manager("ana")), default);
        Assert.Empty(await DueAsync());

        await LaterAsync(TimeSpan.FromMinutes(1));
        await ClaimAsync();
    }

    [Fact]
    public async Task A_failure_is_counted_and_tried_again_later_and_a_success_clears_it()
    {
        await Users.ChangeAsync("u1", Add(Whole("x"), Manager("ana")), default);
        var claim = await ClaimAsync();
        var failed = new LaneOutcome(500, "It is ill.", TimeSpan.FromHours(1), Counts: true);
        Assert.True(await Lanes.EndAsync(claim, failed, default));

        Assert.Empty(await DueAsync());
        var view = Assert.Single(await Tables.AllLanes.ListAsync(null, LaneState.Ready, 10, default));
        Assert.Equal((Target, "User", "u1", 2), (view.Target, view.Type, view.Id, view.Pending));
        Assert.Equal((1, 500, "It is ill."), (view.Failures, view.LastStatus, view.LastError));
        Assert.Equal(("okta", "cause-1"), (view.Client, view.Cause));
        Assert.Equal(["", "manager"], view.Paths.Order(StringComparer.Ordinal));

        await LaterAsync(TimeSpan.FromHours(1));
        claim = await ClaimAsync();
        Assert.Equal(1, claim.Failures);
        await Lanes.EndAsync(claim, new LaneOutcome(503, "The target pauses.", TimeSpan.Zero), default);
        claim = await ClaimAsync();
        Assert.Equal(1, claim.Failures);
        await Lanes.EndAsync(claim, Done with { Next = TimeSpan.Zero }, default);
        Assert.Equal(0, (await ClaimAsync()).Failures);
    }

    [Fact]
    public async Task It_is_known_when_there_may_be_something_to_claim()
    {
        var minute = TimeSpan.FromMinutes(1);
        Assert.Null(await NextAsync());
        await Users.ChangeAsync("u1", Add(Manager("ana")), default);
        Assert.InRange((await NextAsync())!.Value, TimeSpan.FromSeconds(50), minute);
        Assert.Equal(TimeSpan.FromSeconds(5), await Lanes.NextAsync(TimeSpan.FromSeconds(5), default));

        await Users.ChangeAsync("u2", Add(Whole("x")), default);
        Assert.Equal(TimeSpan.Zero, await NextAsync());
        await Lanes.PauseAsync(TimeSpan.FromMinutes(30), "HTTP 429", default);
        Assert.InRange((await NextAsync())!.Value, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(30));
        await Lanes.ResumeAsync(default);

        var claim = await ClaimAsync();
        Assert.InRange((await NextAsync())!.Value, TimeSpan.FromSeconds(50), minute);
        await Lanes.EndAsync(claim, new LaneOutcome(400, "No.", TimeSpan.Zero, LaneState.Stopped), default);
        await LaterAsync(minute);
        Assert.Equal(TimeSpan.Zero, await NextAsync());
        claim = await ClaimAsync();
        Assert.Equal(TimeSpan.FromHours(1), await NextAsync()); // somebody has it, and its lease may end any time
        await Lanes.EndAsync(claim, new LaneOutcome(400, "No.", TimeSpan.Zero, LaneState.Stopped), default);
        Assert.Null(await NextAsync());

        Task<TimeSpan?> NextAsync() => Lanes.NextAsync(TimeSpan.FromHours(1), default);
    }

    [Fact]
    public async Task What_was_not_tried_is_given_back_as_it_was_and_knows_how_long_it_has_waited()
    {
        await Users.ChangeAsync("u1", Add(Whole("x")), default);
        await Lanes.EndAsync(await ClaimAsync(), new LaneOutcome(500, "It is ill.", TimeSpan.Zero, Counts: true), default);
        await Store.WriteAsync(session => session.ExecuteAsync("UPDATE lanes SET since = since - 7200000"), default);
        var claim = await ClaimAsync();
        Assert.InRange(claim.Waited, TimeSpan.FromHours(2), TimeSpan.FromHours(2.1));

        Assert.True(await Lanes.EndAsync(claim, LaneOutcome.Untried, default));

        var view = Assert.Single(await Tables.AllLanes.ListAsync(null, LaneState.Ready, 10, default));
        Assert.Equal((1, 500, "It is ill."), (view.Failures, view.LastStatus, view.LastError));
        Assert.Equal(1, (await ClaimAsync("other")).Failures);
    }

    [Fact]
    public async Task What_the_target_refuses_stops_until_a_newer_write()
    {
        await StopAsync("u1");
        await LaterAsync(TimeSpan.FromDays(1));
        Assert.Empty(await DueAsync());
        Assert.Equal(0, await Users.AppearedAsync(["ana"], default));
        var count = Assert.Single(await Tables.OwedCountsAsync(default));
        Assert.Equal((0, 1), (count.Ready, count.Stopped));

        await Users.ChangeAsync("u1", Add(Whole("y")), default);
        Assert.Equal(0, (await ClaimAsync()).Failures);
    }

    [Fact]
    public async Task What_stopped_starts_again_when_a_person_says_so_or_is_dropped()
    {
        long lane = await StopAsync("u1");

        Assert.Equal("u1", (await Tables.AllLanes.RetryAsync(lane, default))!.Id);
        Assert.Equal(lane, (await ClaimAsync()).Lane);
        Assert.Equal("u1", (await Tables.AllLanes.DropAsync(lane, default))!.Id);
        Assert.Empty(await Users.OfAsync("u1", default));
        Assert.Equal(Store.IsShared, Users.MayOwe);
        Assert.Null(await Tables.AllLanes.DropAsync(lane, default));
        Assert.Null(await Tables.AllLanes.RetryAsync(lane, default));
    }

    [Fact]
    public async Task Nothing_of_a_paused_target_is_due_and_others_go_on()
    {
        await Users.ChangeAsync("u1", Add(Whole("x")), default);
        await Tables.Owed("slack", "User").ChangeAsync("u2", Add(Whole("x")), default);
        await Lanes.PauseAsync(TimeSpan.FromHours(1), "credentials refused", default);
        await Lanes.PauseAsync(TimeSpan.FromHours(2), "rate limit", default);

        Assert.Empty(await DueAsync());
        Assert.Single(await Tables.Lanes("slack").ClaimAsync(10, TimeSpan.FromMinutes(1), "me", default));
        var counts = await Tables.OwedCountsAsync(default);
        Assert.Equal([(Target, "rate limit"), ("slack", null)], counts.Select(one => (one.Target, one.PausedWhy)));
        Assert.NotNull(counts[0].PausedUntil);
        Assert.NotNull(await Lanes.ClaimAsync("User", "u1", TimeSpan.FromSeconds(-1), "me", default));

        await Lanes.ResumeAsync(default);
        await ClaimAsync();
    }

    [Fact]
    public async Task Who_appears_while_somebody_is_at_the_lane_is_not_forgotten()
    {
        await Users.ChangeAsync("u1", Add(Manager("ana")), default);
        await Users.AppearedAsync(["ana"], default);
        var claim = await ClaimAsync();
        await Users.AppearedAsync(["ana"], default);
        await Lanes.EndAsync(claim, new LaneOutcome(null, null, TimeSpan.FromHours(6), LaneState.Stopped), default);

        claim = await ClaimAsync();
        await Lanes.EndAsync(claim, new LaneOutcome(null, null, TimeSpan.FromHours(6)), default);
        Assert.Empty(await DueAsync());
    }

    /// <summary>A newer write commits before the row is read, after it, after the call, after the row is removed, after the
    /// lane is given back.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_row_that_is_replaced_during_the_call_reaches_the_target(int when)
    {
        string atTarget = "";
        await Users.ChangeAsync("u1", Add(Whole("older"), Manager("nobody")), default);
        int step = 0;
        async Task StepAsync()
        {
            if (step++ == when) await Users.ChangeAsync("u1", Add(Whole("newer")), default);
        }

        while (await DueAsync() is [{ } claim])
        {
            await StepAsync();
            var rows = (await Users.OfAsync("u1", default)).Where(row => row.Owed.WaitsName.Length == 0).ToArray();
            await StepAsync();
            if (rows.Length > 0) atTarget = string.Concat(Values(rows));
            await StepAsync();
            await Users.ChangeAsync("u1", Remove(rows), default);
            await StepAsync();
            await Lanes.EndAsync(claim, Done, default);
            await StepAsync();
        }

        Assert.Equal("newer", atTarget);
        Assert.Equal(["nobody"], Values(await Users.OfAsync("u1", default)));
    }

    [Fact]
    public async Task Each_of_many_lanes_is_claimed_once_by_workers_side_by_side()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => Users.ChangeAsync($"u{number}", Add(Whole("x")), default)));

        var claims = await Task.WhenAll(Enumerable.Range(0, 30).Select(worker =>
            Lanes.ClaimAsync(5, TimeSpan.FromMinutes(1), $"w{worker}", default)));

        Assert.Equal(100, claims.SelectMany(some => some).Select(claim => claim.Id).Distinct().Count());
        Assert.Equal(100, claims.Sum(some => some.Count));
    }

    private async Task<long> StopAsync(string id)
    {
        await Users.ChangeAsync(id, Add(Whole("x"), Manager("ana")), default);
        var claim = await ClaimAsync();
        await Lanes.EndAsync(claim, new LaneOutcome(400, "No.", TimeSpan.Zero, LaneState.Stopped, Counts: true), default);
        return claim.Lane;
    }

    /// <summary>All lanes are so much nearer: a database's clock cannot be moved.</summary>
    private Task LaterAsync(TimeSpan time) => Store.WriteAsync(
        session => session.ExecuteAsync("UPDATE lanes SET next_at = next_at - @time", new { time = (long)time.TotalMilliseconds }),
        default);
}
