using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ScimGateway.Stores.Sqlite;

/// <summary>A SQLite file, or a database in the memory of one connection. Statements wait for the disk where they are called:
/// the library has no other way.</summary>
/// <param name="file">Made with its folder where it is missing, for nobody else to read; <see langword="null"/>: in
/// memory.</param>
/// <param name="clock">The clock of the only machine that has the file.</param>
internal sealed class SqliteDatabase(string? file, TimeProvider clock) : Database
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // A commit survives a power cut (FULL); readers and the writer do not wait for each other (WAL).
    private const string Durable = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";

    private const int MostReaders = 8;

    private readonly ConcurrentStack<DbConnection> readers = new();
    private volatile bool isDisposed;

    public override string Dialect => "sqlite";

    public override bool IsPostgres => false;

    public override bool IsShared => false;

    public override bool IsOneConnection => file is null;

    // The library's own pool takes ten times as long as such a read.
    public override Task<DbConnection> TakeReaderAsync(CancellationToken cancellation) =>
        readers.TryPop(out var reader) ? Task.FromResult(reader) : OpenAsync(SqliteOpenMode.ReadOnly, first: null, cancellation);

    public override ValueTask GiveReaderBackAsync(DbConnection reader)
    {
        if (isDisposed || readers.Count >= MostReaders) return reader.DisposeAsync();
        readers.Push(reader);
        return ValueTask.CompletedTask;
    }

    public override async Task<DbConnection> OpenWriterAsync(CancellationToken cancellation)
    {
        if (file is not null && !File.Exists(file)) Make(file);
        return await OpenAsync(SqliteOpenMode.ReadWriteCreate, Durable, cancellation);
    }

    public override Task<long> NowAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation) =>
        Task.FromResult(clock.GetUtcNow().ToUnixTimeMilliseconds());

    public override Task LockSchemaAsync(StoreSession session) => Task.CompletedTask; // who writes is alone

    public override string? WhyUnusable(Exception fault) => fault switch
    {
        SqliteException sqlite => $"SQLite error {sqlite.SqliteExtendedErrorCode}",
        IOException or UnauthorizedAccessException => fault.GetType().Name,
        _ => null,
    };

    public override async ValueTask DisposeAsync()
    {
        isDisposed = true;
        while (readers.TryPop(out var reader)) await reader.DisposeAsync();
    }

    private async Task<DbConnection> OpenAsync(SqliteOpenMode mode, string? first, CancellationToken cancellation)
    {
        var connection = new SqliteConnection(Source(mode));
        try
        {
            await connection.OpenAsync(cancellation);
            if (first is null) return connection;
            await using var command = connection.CreateCommand();
            command.CommandText = first;
            await command.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static void Make(string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, Owner | UnixFileMode.UserExecute);
        using var _ = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            UnixCreateMode = Owner,
        });
    }

    private string Source(SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = file ?? ":memory:",
        Mode = file is null ? SqliteOpenMode.Memory : mode,
        Pooling = false,
        ForeignKeys = mode == SqliteOpenMode.ReadOnly ? null : true,
        DefaultTimeout = (int)StoreFault.Patience.TotalSeconds,
    }.ToString();
}
