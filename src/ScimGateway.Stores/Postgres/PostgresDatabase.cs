using System.Data.Common;
using System.Net.Sockets;
using Dapper;
using Medallion.Threading.Postgres;
using Npgsql;

namespace ScimGateway.Stores.Postgres;

/// <summary>A PostgreSQL, with the pool of its library.</summary>
internal sealed class PostgresDatabase(string connectionString) : Database
{
    /// <summary>The lock of migrations: the same number for every gateway, and of nobody else.</summary>
    private const long SchemaLock = 7_640_764_307_643_076_440;

    private const string Now = "SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint";

    private readonly string within = Bounded(connectionString).ConnectionString;

    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(Bounded(connectionString).ConnectionString);

    public override string Dialect => "postgres";

    public override bool IsPostgres => true;

    public override bool IsShared => true;

    /// <summary>Why a text is no connection string; <see langword="null"/>: it is one.</summary>
    public static string? FaultOf(string text)
    {
        try
        {
            return Bounded(text).Host is null ? "it names no Host" : null;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidCastException)
        {
            return "it is not Name=Value;Name=Value"; // the library's words may hold a value
        }
    }

    public override async Task<DbConnection> TakeReaderAsync(CancellationToken cancellation) =>
        await source.OpenConnectionAsync(cancellation);

    public override async Task<DbConnection> OpenWriterAsync(CancellationToken cancellation) =>
        await source.OpenConnectionAsync(cancellation);

    public override Task<long> NowAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation) =>
        connection.QuerySingleAsync<long>(new CommandDefinition(Now, transaction: transaction, cancellationToken: cancellation));

    public override Task LockSchemaAsync(StoreSession session) =>
        session.ExecuteAsync("SELECT pg_advisory_xact_lock(@lock)", new { @lock = SchemaLock });

    public override async Task<IAsyncDisposable?> LockAsync(string name, TimeSpan patience, CancellationToken cancellation) =>
        await new PostgresDistributedLock(new PostgresAdvisoryLockKey(name, allowHashing: true), within)
            .TryAcquireAsync(patience, cancellation);

    public override string? WhyUnusable(Exception fault) => fault switch
    {
        PostgresException refused => $"PostgreSQL error {refused.SqlState}",
        NpgsqlException { InnerException: TimeoutException } or TimeoutException =>
            $"PostgreSQL did not answer within {StoreFault.Patience.TotalSeconds} seconds",
        NpgsqlException or SocketException or IOException => "PostgreSQL cannot be reached",
        _ => null,
    };

    public override bool IsPassing(Exception fault) =>
        fault is NpgsqlException { IsTransient: true, InnerException: not TimeoutException };

    public override ValueTask DisposeAsync() => source.DisposeAsync();

    private static NpgsqlConnectionStringBuilder Bounded(string text)
    {
        int seconds = (int)StoreFault.Patience.TotalSeconds;
        var bounded = new NpgsqlConnectionStringBuilder(text)
        {
            Timeout = seconds,
            CommandTimeout = seconds,
            CancellationTimeout = 1000,
        };
        bounded.ApplicationName ??= "scim-gateway";
        return bounded;
    }
}
