using System.Text;
using ScimGateway.Scim.Errors;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Work;

namespace ScimGateway.Tests.Work;

/// <summary>The memory of all requests under way has a bound, and each client half of it.</summary>
public sealed class WorkBudgetTests
{
    private const long Most = 64 * 1024 * 1024;
    private const long Megabyte = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ManualClock clock = new();
    private readonly WorkBudget budget;

    public WorkBudgetTests() => budget = new WorkBudget(clock);

    [Fact]
    public async Task A_client_that_has_half_waits_and_another_one_does_not()
    {
        using var first = await HoldingAsync("a", 30);
        var second = budget.Begin("a", Most);
        var waiting = second.TakeAsync(4 * Megabyte, Patience, default);

        using var other = await HoldingAsync("b", 32);

        Assert.False(waiting.IsCompleted);
        Assert.Equal((62 * Megabyte, 1), (budget.Used, budget.Waiting));
        first.Dispose();
        await waiting;
        Assert.Equal((36 * Megabyte, 0), (budget.Used, budget.Waiting));
        second.Dispose();
        Assert.Equal(32 * Megabyte, budget.Used);
    }

    [Fact]
    public async Task An_ordinary_request_passes_where_all_is_taken_and_others_wait()
    {
        using var a = await HoldingAsync("a", 32);
        using var b = await HoldingAsync("b", 32);
        using var large = budget.Begin("c", Most);
        var waiting = large.TakeAsync(Megabyte, Patience, default);

        using var small = budget.Begin("c", Most);
        using var own = budget.Begin("a", Most);

        await small.TakeAsync(WorkBudget.Light, Patience, default);
        await own.TakeAsync(WorkBudget.Light, Patience, default);

        Assert.Equal((WorkBudget.Light, WorkBudget.Light), (small.Held, own.Held));
        Assert.Equal(1, budget.Waiting);
        a.Dispose();
        await waiting;
    }

    [Fact]
    public async Task Who_waits_too_long_is_told_to_come_again_and_holds_nothing()
    {
        using var first = await HoldingAsync("a", 32);
        using var second = budget.Begin("a", Most);
        var waiting = second.TakeAsync(Megabyte, Patience, default).AsTask();

        await clock.WaitedForAsync(1, Patience, Patience);
        clock.Advance(Patience);
        var told = await Assert.ThrowsAsync<ScimException>(() => waiting);

        Assert.Equal((503, TimeSpan.FromSeconds(1), "gateway full"), (told.Status, told.RetryAfter, told.Reason));
        Assert.Equal((32 * Megabyte, 0L, 0), (budget.Used, second.Held, budget.Waiting));
        Assert.Equal((0, 1), (first.Waits, second.Waits));
    }

    [Fact]
    public async Task Who_leaves_while_it_waits_lets_the_next_one_in()
    {
        using var first = await HoldingAsync("a", 32);
        using var gone = new CancellationTokenSource();
        using var second = budget.Begin("a", Most);
        var waiting = second.TakeAsync(Megabyte, Patience, gone.Token).AsTask();

        await gone.CancelAsync();

        Assert.Equal(503, (await Assert.ThrowsAsync<ScimException>(() => waiting)).Status);
        Assert.Equal((32 * Megabyte, 0), (budget.Used, budget.Waiting));
    }

    [Fact]
    public async Task All_who_hold_something_and_want_more_come_to_an_end()
    {
        // Each has a body of a megabyte in its hands and wants a tree of twenty: all together could never have it.
        WorkHold[] all = [.. Enumerable.Range(0, 30).Select(_ => budget.Begin("a", Most))];
        foreach (var hold in all) await hold.TakeAsync(Megabyte, Patience, default);

        Task[] trees = [.. all.Select(hold => EndAsync(hold, hold.TakeAsync(20 * Megabyte, Patience, default).AsTask()))];
        await Task.WhenAll(trees).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((0L, 0), (budget.Used, budget.Waiting));

        static async Task EndAsync(WorkHold hold, Task tree)
        {
            try
            {
                await tree;
            }
            catch (ScimException fault)
            {
                Assert.Equal(503, fault.Status);
            }

            hold.Dispose();
        }
    }

    [Fact]
    public async Task The_client_that_holds_least_is_the_next_and_nobody_passes_a_large_one()
    {
        using var a = await HoldingAsync("a", 32);
        using var b = await HoldingAsync("b", 20);
        using var c = await HoldingAsync("c", 12);
        using var more = budget.Begin("b", Most);
        using var least = budget.Begin("c", Most);
        var ofB = more.TakeAsync(10 * Megabyte, Patience, default);
        var ofC = least.TakeAsync(16 * Megabyte, Patience, default);

        a.GiveBackTo(20 * Megabyte); // enough for b, which came first

        Assert.Equal((false, false), (ofB.IsCompleted, ofC.IsCompleted));
        a.Dispose();
        await ofC;
        await ofB;
    }

    [Fact]
    public async Task The_answer_to_a_change_takes_the_room_of_the_change()
    {
        using var other = await HoldingAsync("a", 22);
        using var change = await HoldingAsync("a", 10);

        Assert.Throws<ScimException>(() => change.Take(8 * Megabyte));
        change.Changed();
        change.Take(8 * Megabyte);

        Assert.Equal(32 * Megabyte, budget.Used);
        Assert.Throws<ScimException>(() => change.Take(8 * Megabyte));
    }

    [Fact]
    public async Task What_ends_late_holds_nothing()
    {
        var hold = budget.Begin("a", Most);
        hold.Dispose();
        await hold.TakeAsync(Megabyte, Patience, default);

        Assert.Equal(0, budget.Used);
    }

    [Theory]
    [InlineData("{}", 1)]
    [InlineData("1", 1)]
    [InlineData("""{"a":[{},{},{}]}""", 5)]
    [InlineData("""{"a":[[],[],1]}""", 5)]
    [InlineData("""{"a":{"b":1,"c":[true,null]},"d":"x"}""", 7)]
    public void Values_are_counted_by_their_commas_and_brackets(string json, int values) =>
        Assert.Equal(values, Weights.MostValues(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("""{ "a" : [ { } , "x,{}[],y" ] }""", 4)]
    [InlineData("""{"a":"{}","b":"[]"}""", 3)]
    public void Never_fewer_are_counted_than_there_are(string json, int values) =>
        Assert.True(Weights.MostValues(Encoding.UTF8.GetBytes(json)) >= values);

    private async Task<WorkHold> HoldingAsync(string client, int megabytes)
    {
        var hold = budget.Begin(client, Most);
        await hold.TakeAsync(megabytes * Megabyte, Patience, default);
        return hold;
    }
}
