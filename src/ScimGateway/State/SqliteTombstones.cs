using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace ScimGateway.State;

/// <summary>The tombstones of one resource type at one target. Of a deleted person's name only a hash is kept.</summary>
internal sealed class SqliteTombstones(SqliteStore store, string target, string type) : ITombstones
{
    private const string Ours = "target = $target AND type = $type";

    public Task<bool> HasAsync(string id, CancellationToken cancellation) =>
        ScalarAsync($"SELECT EXISTS (SELECT 1 FROM tombstones WHERE {Ours} AND id = $id)", ("$id", id), value => (long)value! == 1, cancellation);

    public Task<string?> IdOfAsync(string userName, CancellationToken cancellation) =>
        ScalarAsync($"SELECT id FROM tombstones WHERE {Ours} AND name = $name ORDER BY number DESC LIMIT 1", ("$name", Hash(userName)), value => (string?)value, cancellation);

    public Task<IReadOnlySet<string>> IdsAsync(CancellationToken cancellation) => store.UseAsync<IReadOnlySet<string>>(
        connection =>
        {
            using var command = Command(connection, $"SELECT id FROM tombstones WHERE {Ours}");
            using var reader = command.ExecuteReader();
            var ids = new HashSet<string>(StringComparer.Ordinal);
            while (reader.Read()) ids.Add(reader.GetString(0));
            return ids;
        },
        cancellation);

    public Task BuryAsync(string id, string userName, CancellationToken cancellation) =>
        ExecuteAsync("INSERT OR REPLACE INTO tombstones (target, type, id, name) VALUES ($target, $type, $id, $name)", cancellation, ("$id", id), ("$name", Hash(userName)));

    public Task ForgetAsync(string id, CancellationToken cancellation) =>
        ExecuteAsync($"DELETE FROM tombstones WHERE {Ours} AND id = $id", cancellation, ("$id", id));

    // userName is compared in any case (RFC 7643 section 4.1.1).
    private static byte[] Hash(string userName) => SHA256.HashData(Encoding.UTF8.GetBytes(userName.ToLowerInvariant()));

    private Task<T> ScalarAsync<T>(string sql, (string Name, object Value) parameter, Func<object?, T> read, CancellationToken cancellation) => store.UseAsync(
        connection =>
        {
            using var command = Command(connection, sql, parameter);
            return read(command.ExecuteScalar());
        },
        cancellation);

    private Task ExecuteAsync(string sql, CancellationToken cancellation, params (string Name, object Value)[] parameters) => store.UseAsync(
        connection =>
        {
            using var command = Command(connection, sql, parameters);
            return command.ExecuteNonQuery();
        },
        cancellation);

    private SqliteCommand Command(SqliteConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$target", target);
        command.Parameters.AddWithValue("$type", type);
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }
}
