using ScimGateway.Calls;
using ScimGateway.Configuration;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Calls;

/// <summary>Whose turn it is at a target: calls at a time, a bounded queue, and nobody's while it asks for a pause.</summary>
public sealed class TargetRateLimiterTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    private readonly ManualClock clock = new();

    [Fact]
    public async Task A_call_that_waits_for_its_turn_does_not_go_out_when_a_pause_has_begun_meanwhile()
    {
        using var budget = new TargetRateLimiter(new TargetLimits { Concurrency = 1 }, clock);
        var first = budget.TryEnter()!;
        var queued = budget.EnterAsync("okta", default).AsTask();

        budget.Pause.Take(Pause, 429); // what the first was answered
        first.Dispose();
        await Task.WhenAny(queued, clock.WaitedForAsync(1, Pause, Pause));
        Assert.False(queued.IsCompleted);
        clock.Advance(Pause - TimeSpan.FromTicks(1));
        Assert.False(queued.IsCompleted);
        Assert.Null(budget.TryEnter());
        clock.Advance(TimeSpan.FromTicks(1));

        Assert.NotNull(await queued);
    }

    [Fact]
    public async Task A_pause_that_becomes_longer_while_a_call_waits_holds_to_its_new_end()
    {
        using var budget = new TargetRateLimiter(new TargetLimits(), clock);
        budget.Pause.Take(Pause, 503);
        var queued = budget.EnterAsync("okta", default).AsTask();
        budget.Pause.Take(2 * Pause, 429);
        budget.Pause.Take(Pause / 2, 503);

        Assert.Equal((2 * Pause, 429), budget.Pause.Now);
        clock.Advance(Pause);
        await Task.WhenAny(queued, clock.WaitedForAsync(1, Pause, Pause));
        Assert.False(queued.IsCompleted);
        clock.Advance(Pause);

        Assert.NotNull(await queued);
        Assert.Null(budget.Pause.Now);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void No_time_is_no_pause(int seconds)
    {
        using var budget = new TargetRateLimiter(new TargetLimits(), clock);

        budget.Pause.Take(TimeSpan.FromSeconds(seconds), 503);

        Assert.Null(budget.Pause.Now);
        Assert.NotNull(budget.TryEnter());
    }

    [Fact]
    public void A_pause_is_believed_up_to_the_limit()
    {
        using var budget = new TargetRateLimiter(new TargetLimits { RetryAfter = TimeSpan.FromMinutes(1) }, clock);

        budget.Pause.Take(TimeSpan.FromDays(1), 503);

        Assert.Equal((TimeSpan.FromMinutes(1), 503), budget.Pause.Now);
    }

    [Fact]
    public async Task So_many_go_at_a_time_and_the_others_follow_in_their_order()
    {
        using var budget = new TargetRateLimiter(new TargetLimits { Concurrency = 2 }, clock);
        var (one, two) = (budget.TryEnter()!, budget.TryEnter()!);
        Assert.Null(budget.TryEnter());
        var third = budget.EnterAsync("okta", default).AsTask();
        var fourth = budget.EnterAsync("okta", default).AsTask();

        two.Dispose();
        (await third)!.Dispose();
        Assert.NotNull(await fourth);
        Assert.NotNull(one);
    }

    [Fact]
    public async Task Who_still_waits_when_the_budget_ends_is_turned_away()
    {
        var budget = new TargetRateLimiter(new TargetLimits { Concurrency = 1 }, clock);
        Assert.NotNull(budget.TryEnter());
        var waiting = budget.EnterAsync("okta", default).AsTask();

        budget.Dispose();

        Assert.Null(await waiting.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Who_finds_no_place_in_the_queue_is_turned_away_and_a_place_that_was_left_is_free()
    {
        using var budget = new TargetRateLimiter(new TargetLimits { Concurrency = 1, Queue = 4, ClientShare = 50 }, clock);
        var turn = budget.TryEnter()!;
        using var leaving = new CancellationTokenSource();
        var waiting = budget.EnterAsync("okta", leaving.Token).AsTask();
        var second = budget.EnterAsync("okta", default).AsTask();

        Assert.Null(await budget.EnterAsync("okta", default));
        var other = budget.EnterAsync("entra", default).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var third = budget.EnterAsync("okta", default).AsTask();
        Assert.False(third.IsCompleted);
        turn.Dispose();

        foreach (var each in new[] { second, other, third }) (await each)!.Dispose();
        Assert.NotNull(budget.TryEnter());
    }

    [Theory]
    [InlineData(0, 100, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(10, 50, 5)]
    [InlineData(10, 99, 9)]
    [InlineData(100_000, 100, 100_000)]
    public void A_client_has_its_share_of_the_places_and_one_at_least(int places, int percent, int share)
    {
        var queue = new QueueShares(places, percent);

        for (int i = 0; i < share; i++) Assert.True(queue.TryJoin("okta"));
        Assert.False(queue.TryJoin("okta"));
        Assert.Equal(places > share, queue.TryJoin("entra"));
    }

    [Fact]
    public void All_clients_together_have_no_more_than_all_places_and_a_place_that_is_left_is_free_again()
    {
        var queue = new QueueShares(3, 67);
        Assert.True(queue.TryJoin("okta") && queue.TryJoin("okta") && queue.TryJoin("entra"));
        Assert.False(queue.TryJoin("ping"));

        queue.Leave("okta");

        Assert.True(queue.TryJoin("ping"));
        Assert.False(queue.TryJoin("okta"));
        queue.Leave("entra");
        Assert.True(queue.TryJoin("okta"));
    }

    [Fact]
    public void A_use_that_has_ended_does_not_begin_again()
    {
        var uses = new UseCount();
        Assert.True(uses.TryBegin());

        Assert.False(uses.End());
        Assert.False(uses.HasEnded);
        Assert.True(uses.End());
        Assert.True(uses.HasEnded);
        Assert.False(uses.TryBegin());
    }
}
