using ScimGateway.Stores.Commits;
using ScimGateway.Stores.Migrations;
using ScimGateway.Stores.Postgres;
using ScimGateway.Stores.Sqlite;

namespace ScimGateway.Stores.Tables;

/// <inheritdoc cref="IStateStore"/>
public sealed class StateStore : IStateStore
{
    private readonly Database database;
    private readonly GroupCommit commits;
    private readonly SemaphoreSlim opening = new(1, 1);
    private volatile bool isOpen;

    internal StateStore(Database database, TimeProvider clock)
    {
        this.database = database;
        commits = new GroupCommit(database, clock);
    }

    public bool IsShared => database.IsShared;

    public bool BeginsEmpty => database.IsOneConnection;

    /// <param name="file">Absolute; made with its folder when it is first needed.</param>
    /// <param name="clock">This machine's.</param>
    public static StateStore Sqlite(string file, TimeProvider clock) => new(new SqliteDatabase(file, clock), clock);

    /// <summary>In memory, for as long as the store.</summary>
    public static StateStore Memory(TimeProvider clock) => new(new SqliteDatabase(null, clock), clock);

    /// <param name="connectionString">In the words of Npgsql; see <see cref="FaultOfPostgres"/>.</param>
    /// <param name="clock">Ends waiting; what counts otherwise is the database's.</param>
    public static StateStore Postgres(string connectionString, TimeProvider clock) =>
        new(new PostgresDatabase(connectionString), clock);

    /// <summary>Why a text reaches no PostgreSQL; <see langword="null"/>: it may.</summary>
    public static string? FaultOfPostgres(string connectionString) => PostgresDatabase.FaultOf(connectionString);

    public async Task OpenAsync(CancellationToken cancellation)
    {
        if (isOpen) return;
        if (!await opening.WaitAsync(StoreFault.Patience, cancellation)) throw StoreFault.Busy(new TimeoutException());
        try
        {
            if (!isOpen) await commits.RunAsync(session => Schema.MigrateAsync(database, session), cancellation);
            isOpen = true;
        }
        finally
        {
            opening.Release();
        }
    }

    public async Task<T> ReadAsync<T>(Func<StoreSession, Task<T>> read, CancellationToken cancellation)
    {
        await OpenAsync(cancellation);
        if (database.IsOneConnection) return await commits.RunAsync(read, cancellation);
        try
        {
            return await ReadTwiceAsync(read, cancellation);
        }
        catch (Exception fault) when (database.WhyUnusable(fault) is { } why)
        {
            throw StoreFault.Unusable(why, fault);
        }
    }

    public async Task<T> WriteAsync<T>(Func<StoreSession, Task<T>> write, CancellationToken cancellation)
    {
        await OpenAsync(cancellation);
        return await commits.RunAsync(write, cancellation);
    }

    public async Task<IAsyncDisposable?> LockAsync(string name, TimeSpan patience, CancellationToken cancellation)
    {
        try
        {
            return await database.LockAsync(name, patience, cancellation);
        }
        catch (Exception fault) when (database.WhyUnusable(fault) is { } why)
        {
            throw StoreFault.Unusable(why, fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await commits.DisposeAsync();
        await database.DisposeAsync();
        opening.Dispose();
    }

    private async Task<T> ReadTwiceAsync<T>(Func<StoreSession, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            return await ReadOnceAsync(read, cancellation);
        }
        catch (Exception fault) when (database.IsPassing(fault))
        {
            return await ReadOnceAsync(read, cancellation);
        }
    }

    private async Task<T> ReadOnceAsync<T>(Func<StoreSession, Task<T>> read, CancellationToken cancellation)
    {
        var connection = await database.TakeReaderAsync(cancellation);
        try
        {
            Task<long> NowAsync() => database.NowAsync(connection, transaction: null, cancellation);
            var result = await read(new StoreSession(database, connection, transaction: null, NowAsync, order: 0, cancellation));
            await database.GiveReaderBackAsync(connection);
            return result;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
