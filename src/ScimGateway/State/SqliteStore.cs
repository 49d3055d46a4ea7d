using Microsoft.Data.Sqlite;
using ScimGateway.Scim.Errors;

namespace ScimGateway.State;

/// <summary>One SQLite database, opened when it is first used. What is committed survives the end of the process and of the
/// machine's power. One use at a time: each takes microseconds, a commit the time of a sync.</summary>
/// <param name="file">Made with its folder where it is missing; <see langword="null"/>: in memory, for as long as the
/// store.</param>
internal sealed class SqliteStore(string? file) : IDisposable
{
    /// <summary>How long a use waits for others of this process, and again for other processes with the same file.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>When a client may come again: an operator has to make room, or a lock has to end.</summary>
    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(30);

    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        CREATE TABLE IF NOT EXISTS tombstones (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            target TEXT NOT NULL,
            type TEXT NOT NULL,
            id TEXT NOT NULL,
            name BLOB NOT NULL,
            UNIQUE (target, type, id));
        CREATE INDEX IF NOT EXISTS tombstones_by_name ON tombstones (target, type, name);
        CREATE TABLE IF NOT EXISTS names (
            target TEXT NOT NULL,
            type TEXT NOT NULL,
            id TEXT NOT NULL,
            written TEXT NOT NULL,
            stored TEXT NOT NULL,
            PRIMARY KEY (target, type, id));
        CREATE TABLE IF NOT EXISTS creates (
            target TEXT NOT NULL,
            type TEXT NOT NULL,
            name BLOB NOT NULL,
            id TEXT,
            PRIMARY KEY (target, type, name));
        CREATE INDEX IF NOT EXISTS creates_by_id ON creates (target, type, id);
        """;

    /// <summary>What logs and records call a fault of it.</summary>
    public const string Reason = "the gateway's state";

    private readonly SemaphoreSlim turn = new(1, 1);
    private SqliteConnection? connection;

    /// <exception cref="ScimException">503: it cannot be opened, read or written.</exception>
    public async Task<T> UseAsync<T>(Func<SqliteConnection, T> use, CancellationToken cancellation)
    {
        if (!await turn.WaitAsync(Patience, cancellation))
            throw Unusable($"it was busy for {Patience.TotalSeconds} seconds", new TimeoutException());
        try
        {
            return use(connection ??= Open());
        }
        catch (SqliteException fault)
        {
            throw Unusable($"SQLite error {fault.SqliteExtendedErrorCode}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unusable(fault.GetType().Name, fault);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        connection?.Dispose();
        turn.Dispose();
    }

    private SqliteConnection Open()
    {
        if (file is not null) Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var source = new SqliteConnectionStringBuilder
        {
            DataSource = file ?? ":memory:",
            Pooling = false,
            DefaultTimeout = (int)Patience.TotalSeconds,
        };
        var opened = new SqliteConnection(source.ToString());
        try
        {
            opened.Open();
            using var command = opened.CreateCommand();
            command.CommandText = Schema;
            command.ExecuteNonQuery();
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static ScimException Unusable(string why, Exception cause) =>
        new(503, null, $"The gateway's own store (state) cannot be used: {why}.", cause)
        {
            RetryAfter = ComeAgain,
            Reason = Reason,
        };
}
