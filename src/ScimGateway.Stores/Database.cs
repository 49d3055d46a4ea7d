using System.Data.Common;

namespace ScimGateway.Stores;

/// <summary>What differs between the databases.</summary>
internal abstract class Database : IAsyncDisposable
{
    /// <summary>How the names of its migrations end.</summary>
    public abstract string Dialect { get; }

    public abstract bool IsPostgres { get; }

    /// <summary>Whether other processes may write to it.</summary>
    public abstract bool IsShared { get; }

    /// <summary>Whether it lives in the one connection that writes.</summary>
    public virtual bool IsOneConnection => false;

    /// <summary>A connection that waits for no writer.</summary>
    public abstract Task<DbConnection> TakeReaderAsync(CancellationToken cancellation);

    /// <summary>Gives one back that did what it was asked; any other is disposed of.</summary>
    public virtual ValueTask GiveReaderBackAsync(DbConnection reader) => reader.DisposeAsync();

    /// <summary>The connection that writes.</summary>
    public abstract Task<DbConnection> OpenWriterAsync(CancellationToken cancellation);

    /// <summary>The clock that all processes with this database share, in epoch milliseconds.</summary>
    public abstract Task<long> NowAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation);

    /// <summary>Until the end of the transaction, nobody else migrates.</summary>
    public abstract Task LockSchemaAsync(StoreSession session);

    /// <summary>As <see cref="IStateStore.LockAsync"/>.</summary>
    public virtual Task<IAsyncDisposable?> LockAsync(string name, TimeSpan patience, CancellationToken cancellation) =>
        Task.FromResult<IAsyncDisposable?>(NoLock.Instance);

    /// <summary>Why the database cannot be used, in words that hold nobody's data; <see langword="null"/>: it is no fault of the
    /// database.</summary>
    public abstract string? WhyUnusable(Exception fault);

    /// <summary>Whether it may well succeed at once when it is tried again: a deadlock, a connection that broke while nobody
    /// used it.</summary>
    public virtual bool IsPassing(Exception fault) => false;

    public abstract ValueTask DisposeAsync();
}
