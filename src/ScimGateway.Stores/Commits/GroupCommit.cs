using System.Data.Common;
using System.Threading.Channels;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Stores.Commits;

/// <summary>Writes units of work, many in one commit: a commit costs a sync of the disk, a unit some microseconds. One loop, so
/// that on SQLite nobody waits for a lock of this process.</summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private const int Most = 64;

    private readonly Channel<WorkUnit> queue = Channel.CreateUnbounded<WorkUnit>(new() { SingleReader = true });
    private readonly Database database;
    private readonly TimeProvider clock;
    private readonly Task loop;
    private DbConnection? writer;
    private long order;

    /// <param name="database">Whose only writer of this process it is.</param>
    /// <param name="clock">Ends waiting.</param>
    public GroupCommit(Database database, TimeProvider clock)
    {
        this.database = database;
        this.clock = clock;
        loop = Task.Run(LoopAsync);
    }

    /// <exception cref="ScimException">503: it waited too long, or the database cannot be used.</exception>
    public async Task<T> RunAsync<T>(Func<StoreSession, Task<T>> work, CancellationToken cancellation)
    {
        var unit = new WorkUnit<T>(work);
        if (!queue.Writer.TryWrite(unit)) throw StoreFault.Unusable("it is closed", null);
        try
        {
            return await unit.Done.WaitAsync(StoreFault.Patience, clock, cancellation);
        }
        catch (Exception ended) when (ended is TimeoutException or OperationCanceledException)
        {
            // Half of a commit cannot be taken back: what has begun is bounded by the database's own timeouts.
            if (!unit.TryAbandon()) return await unit.Done;
            throw ended is TimeoutException ? StoreFault.Busy(ended) : ended;
        }
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await loop;
        await CloseAsync();
    }

    private async Task LoopAsync()
    {
        while (await queue.Reader.WaitToReadAsync())
        {
            var batch = new List<WorkUnit>();
            while (batch.Count < Most && queue.Reader.TryRead(out var unit))
                if (unit.TryStart()) batch.Add(unit);
            if (batch.Count > 0) await WriteAsync(batch);
        }
    }

    private async Task WriteAsync(List<WorkUnit> batch)
    {
        long begun = clock.GetTimestamp();
        if (await TryAsync(batch) is not { } fault) return;
        // One of them is to blame, or nobody and the same happens to each: alone, each ends as it would have.
        bool alone = !fault.IsOfAll && (batch.Count > 1 || database.IsPassing(fault.Cause));
        foreach (var unit in batch)
        {
            if (alone && clock.GetElapsedTime(begun) < 2 * StoreFault.Patience) fault = await TryAsync([unit]) ?? fault;
            unit.Fail(StoreFault.Unusable(fault.Why, fault.Cause)); // changes nothing of a unit that is complete
            alone &= !fault.IsOfAll;
        }
    }

    /// <returns><see langword="null"/>: it is committed, and each caller has its answer.</returns>
    private async Task<CommitFault?> TryAsync(List<WorkUnit> batch)
    {
        bool hasBegun = false;
        try
        {
            writer ??= await database.OpenWriterAsync(CancellationToken.None);
            await using var transaction = await writer.BeginTransactionAsync();
            hasBegun = true;
            var begun = new CommitClock(database, writer, transaction);
            foreach (var unit in batch)
                await RunAsync(unit, new(database, writer, transaction, begun.NowAsync, ++order, CancellationToken.None));
            await transaction.CommitAsync();
        }
        catch (Exception fault)
        {
            if (database.IsPostgres) await CloseAsync(); // the pool knows whether it can be used again
            return new(database.WhyUnusable(fault) ?? fault.GetType().Name, fault, IsOfAll: !hasBegun);
        }

        foreach (var unit in batch) unit.Complete();
        return null;
    }

    // Of savepoints with the same name the last one counts, and the commit ends all: releasing each is a round trip for nothing.
    private async Task RunAsync(WorkUnit unit, StoreSession session)
    {
        await session.ExecuteAsync("SAVEPOINT unit");
        try
        {
            await unit.RunAsync(session);
        }
        catch (Exception refusal) when (database.WhyUnusable(refusal) is null)
        {
            await session.ExecuteAsync("ROLLBACK TO SAVEPOINT unit");
            unit.Refuse(refusal);
        }
    }

    private async Task CloseAsync()
    {
        var closed = writer;
        writer = null;
        if (closed is not null) await closed.DisposeAsync();
    }

    /// <param name="Why">The end of the sentence.</param>
    /// <param name="Cause">What was caught.</param>
    /// <param name="IsOfAll">Nothing could even begin: it is the same for every unit.</param>
    private sealed record CommitFault(string Why, Exception Cause, bool IsOfAll);
}
