using ScimGateway.Scim.Errors;

namespace ScimGateway.Stores.Tests.Contract;

/// <summary>One unit of work: all of it, or nothing, whoever shares its commit.</summary>
public abstract class UnitTests<THome> : StoreContract<THome>
    where THome : StoreHome, new()
{
    [Fact]
    public async Task A_unit_that_refuses_leaves_nothing_and_its_neighbours_are_committed()
    {
        await using var held = await HoldAsync();
        var first = PutAsync("first");
        var refused = Store.WriteAsync<int>(
            async session =>
            {
                await InsertAsync(session, "half");
                throw ScimException.Conflict("No.");
            },
            default
        );
        var last = PutAsync("last");
        held.Release();

        await first;
        await last;
        Assert.Equal(409, (await Assert.ThrowsAsync<ScimException>(() => refused)).Status);
        Assert.Equal(["first", "last"], await KeptAsync());
    }

    [Fact]
    public async Task A_unit_that_the_database_refuses_is_the_only_one_that_fails()
    {
        await PutAsync("there");
        await using var held = await HoldAsync();
        int runs = 0;
        var beside = Store.WriteAsync(
            session =>
            {
                runs++;
                return InsertAsync(session, "beside");
            },
            default
        );
        var twice = PutAsync("there");
        var after = PutAsync("after");
        held.Release();

        Assert.Equal(503, (await Assert.ThrowsAsync<ScimException>(() => twice)).Status);
        await beside;
        await after;
        Assert.Equal(2, runs);
        Assert.Equal(["after", "beside", "there"], await KeptAsync());
    }

    [Fact]
    public async Task More_units_than_one_commit_takes_are_all_committed()
    {
        await Task.WhenAll(Enumerable.Range(0, 300).Select(number => PutAsync($"{number:000}")));

        Assert.Equal(Enumerable.Range(0, 300).Select(number => $"{number:000}"), await KeptAsync());
    }

    [Fact]
    public async Task Who_waits_too_long_is_told_to_come_again_and_is_not_written_later()
    {
        await using var held = await HoldAsync();
        var late = PutAsync("late");
        await Home.Clock.WaitedForAsync(2, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
        Home.Clock.Advance(TimeSpan.FromSeconds(5));

        var fault = await Assert.ThrowsAsync<ScimException>(() => late);
        Assert.Equal((503, TimeSpan.FromSeconds(30)), (fault.Status, fault.RetryAfter));
        Assert.Equal("The gateway's own store (state) cannot be used: it was busy for 5 seconds.", fault.Message);
        held.Release();
        await PutAsync("next");
        Assert.Equal(["next"], await KeptAsync());
    }

    [Fact]
    public async Task Who_goes_while_waiting_is_not_written_later()
    {
        await using var held = await HoldAsync();
        using var gone = new CancellationTokenSource();
        var waiting = Store.WriteAsync(session => InsertAsync(session, "gone"), gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        held.Release();
        await PutAsync("next");

        Assert.Equal(["next"], await KeptAsync());
    }

    private protected Task<int> PutAsync(string id) => Store.WriteAsync(session => InsertAsync(session, id), default);

    private protected Task<IReadOnlyList<string>> KeptAsync() =>
        Store.ReadAsync(session => session.QueryAsync<string>("SELECT target FROM targets ORDER BY target"), default);

    private protected static Task<int> InsertAsync(StoreSession session, string id) => session.ExecuteAsync(
        "INSERT INTO targets (target, paused_until, why) VALUES (@id, 0, '')", new { id });

    /// <summary>Keeps the writer busy, so that what comes meanwhile shares a commit.</summary>
    private protected async Task<Held> HoldAsync()
    {
        var held = new Held();
        held.Busy = Store.WriteAsync(held.WaitAsync, default);
        await held.Begun.Task;
        return held;
    }

    private protected sealed class Held : IAsyncDisposable
    {
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<int> Busy { get; set; } = Task.FromResult(0);

        public async Task<int> WaitAsync(StoreSession session)
        {
            Begun.TrySetResult();
            await released.Task;
            return 0;
        }

        public void Release() => released.TrySetResult();

        public async ValueTask DisposeAsync()
        {
            Release();
            await Busy;
        }
    }
}
