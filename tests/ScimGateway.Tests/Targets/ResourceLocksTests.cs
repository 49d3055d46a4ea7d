using ScimGateway.Targets;

namespace ScimGateway.Tests.Targets;

/// <summary>Changes of one resource go in as they came: together, or one alone; nobody is kept, and nothing is left
/// behind.</summary>
public sealed class ResourceLocksTests
{
    private readonly ResourceLocks turns = new();

    [Fact]
    public async Task Those_who_need_not_be_alone_go_in_together_and_whoever_is_alone_waits_for_all_of_them()
    {
        var one = await TakeAsync(alone: false);
        var two = await TakeAsync(alone: false);
        var alone = TakeAsync(alone: true);
        var after = TakeAsync(alone: false);
        Assert.Equal(4, turns.Standing("/Users", "1"));

        one.Dispose();
        Assert.False(alone.IsCompleted);
        two.Dispose();
        var mine = await alone;
        Assert.False(after.IsCompleted);
        mine.Dispose();
        (await after).Dispose();

        Assert.Equal(0, turns.Standing("/Users", "1"));
    }

    [Fact]
    public async Task Whoever_is_alone_goes_in_when_the_only_one_inside_has_left()
    {
        var inside = await TakeAsync(alone: false);
        var alone = TakeAsync(alone: true);

        inside.Dispose();

        (await alone.WaitAsync(TimeSpan.FromSeconds(60))).Dispose();
    }

    [Fact]
    public async Task Two_who_are_alone_follow_each_other()
    {
        var first = await TakeAsync(alone: true);
        var second = TakeAsync(alone: true);
        Assert.False(second.IsCompleted);

        first.Dispose();

        (await second).Dispose();
    }

    [Fact]
    public async Task Other_resources_do_not_wait()
    {
        using var mine = await TakeAsync(alone: true);

        using var other = await turns.TakeAsync("/Users", "2", alone: true, default);
        using var group = await turns.TakeAsync("/Groups", "1", alone: true, default);

        Assert.Equal((1, 1, 1), (turns.Standing("/Users", "1"), turns.Standing("/Users", "2"), turns.Standing("/Groups", "1")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_leaves_before_his_turn_keeps_nobody(bool alone)
    {
        using var leaving = new CancellationTokenSource();
        var first = await TakeAsync(alone: true);
        var gone = turns.TakeAsync("/Users", "1", alone, leaving.Token).AsTask();
        var next = TakeAsync(alone: true);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.Equal(2, turns.Standing("/Users", "1"));
        first.Dispose();
        (await next).Dispose();

        Assert.Equal(0, turns.Standing("/Users", "1"));
    }

    [Fact]
    public async Task Who_leaves_while_others_are_still_inside_opens_the_door_again()
    {
        using var leaving = new CancellationTokenSource();
        var inside = await TakeAsync(alone: false);
        var gone = turns.TakeAsync("/Users", "1", alone: true, leaving.Token).AsTask();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);

        (await TakeAsync(alone: false)).Dispose();
        inside.Dispose();
        (await TakeAsync(alone: true)).Dispose();
        Assert.Equal(0, turns.Standing("/Users", "1"));
    }

    private Task<IDisposable> TakeAsync(bool alone) => turns.TakeAsync("/Users", "1", alone, default).AsTask();
}
