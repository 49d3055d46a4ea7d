using ScimGateway.Calls;

namespace ScimGateway.Tests.Calls;

/// <summary>Deadlines are used again: what ends one must never end the next.</summary>
public sealed class DeadlineTests
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    /// <summary>Some fire by themselves, some are ended from outside, most just as they are given back; those in between must see
    /// nothing of it.</summary>
    [Fact]
    public Task Whoever_gets_a_deadline_that_was_used_before_has_all_of_his_time() => Parallel.ForEachAsync(
        Enumerable.Range(0, 60_000),
        new ParallelOptions { MaxDegreeOfParallelism = 8 },
        (number, _) =>
        {
            switch (number % 3)
            {
                case 0:
                    using (Deadline.After(TimeSpan.FromMilliseconds(number % 2), CancellationToken.None))
                        Thread.SpinWait(number % 5000);
                    break;
                case 1:
                    return EndFromOutsideAsync(number % 500);
                default:
                    using (var mine = Deadline.After(Never, CancellationToken.None))
                    {
                        Assert.False(mine.Token.IsCancellationRequested);
                        Thread.SpinWait(number % 2000);
                        Assert.False(mine.Token.IsCancellationRequested);
                    }

                    break;
            }

            return ValueTask.CompletedTask;
        }
    );

    private static async ValueTask EndFromOutsideAsync(int spins)
    {
        using var gone = new CancellationTokenSource();
        Task hangUp;
        using (Deadline.After(Never, gone.Token))
        {
            hangUp = gone.CancelAsync();
            Thread.SpinWait(spins);
        }

        await hangUp;
    }

    [Fact]
    public async Task It_ends_in_its_time_and_when_the_asker_has_gone()
    {
        using var gone = new CancellationTokenSource();
        using var brief = Deadline.After(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        using var left = Deadline.After(Never, gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.Delay(Timeout.InfiniteTimeSpan, brief.Token));
        Assert.True(left.Token.IsCancellationRequested);
    }

    [Fact]
    public void Where_no_time_is_left_it_has_ended_already()
    {
        using var over = Deadline.After(TimeSpan.Zero, CancellationToken.None);

        Assert.True(over.Token.IsCancellationRequested);
    }
}
