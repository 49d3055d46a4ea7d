using System.Data.Common;
using System.Text.RegularExpressions;
using Dapper;

namespace ScimGateway.Stores;

/// <summary>A connection in a transaction, for one use. SQL is written so that both databases take it: <c>@name</c>, upserts by
/// <c>ON CONFLICT</c>, text keys, epoch milliseconds, blobs; <c>IN @names</c> for an array.</summary>
public sealed partial class StoreSession
{
    private readonly Database database;
    private readonly DbConnection connection;
    private readonly DbTransaction? transaction;
    private readonly CancellationToken cancellation;

    private readonly Func<Task<long>> now;

    internal StoreSession(
        Database database,
        DbConnection connection,
        DbTransaction? transaction,
        Func<Task<long>> now,
        long order,
        CancellationToken cancellation
    )
    {
        this.now = now;
        this.database = database;
        this.connection = connection;
        this.transaction = transaction;
        this.cancellation = cancellation;
        Order = order;
    }

    /// <summary>Where the two databases differ (<c>FOR UPDATE SKIP LOCKED</c>).</summary>
    public bool IsPostgres => database.IsPostgres;

    /// <summary>Of two units of this process, the one with the greater number is committed later.</summary>
    public long Order { get; }

    /// <summary>What locks the rows of a <c>SELECT</c> until the end of the unit; on SQLite the unit is alone anyway.</summary>
    public string ForUpdate => IsPostgres ? "FOR UPDATE" : "";

    /// <summary>The database's clock, in epoch milliseconds: the same for all processes that share it.</summary>
    public Task<long> NowAsync() => now();

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        [.. await connection.QueryAsync<T>(Command(sql, parameters))];

    public Task<T?> FirstAsync<T>(string sql, object? parameters = null) =>
        connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters));

    /// <returns>The number of rows that changed.</returns>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) => connection.ExecuteAsync(Command(sql, parameters));

    private CommandDefinition Command(string sql, object? parameters) =>
        new(
            IsPostgres ? InArray().Replace(sql, "= ANY(${array})") : sql,
            parameters,
            transaction,
            cancellationToken: cancellation
        );

    // Dapper writes out the elements of an array, but not for PostgreSQL, which takes it whole.
    [GeneratedRegex(@"\bIN (?<array>@\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InArray();
}
