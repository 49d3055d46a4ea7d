using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace ScimGateway.State;

/// <summary>A create that took, or takes, more than one call.</summary>
/// <param name="Id">What the target called the resource; <see langword="null"/>: its answer to the first call has not come yet.</param>
internal sealed record BegunCreate(string? Id);

/// <summary>The creates of one resource type at one target that take several calls, remembered from before the first call until after the
/// last one: when the process ends in between, the client's repeat goes on where it stopped. Of a name only a hash is kept.</summary>
/// <remarks>All of it may throw a <see cref="Scim.Errors.ScimException"/> of 503: the store cannot be used.</remarks>
internal sealed class BegunCreates(SqliteStore store, string target, string type)
{
    private const string Ours = "target = $target AND type = $type";

    public Task<BegunCreate?> FindAsync(string name, CancellationToken cancellation) => store.UseAsync(
        connection =>
        {
            using var command = Command(connection, $"SELECT id FROM creates WHERE {Ours} AND name = $name", ("$name", Hash(name)));
            using var reader = command.ExecuteReader();
            return reader.Read() ? new BegunCreate(reader.IsDBNull(0) ? null : reader.GetString(0)) : null;
        },
        cancellation);

    /// <param name="id">The id that the target gave it, once that is known.</param>
    public Task BeginAsync(string name, string? id, CancellationToken cancellation) => ExecuteAsync(
        "INSERT OR REPLACE INTO creates (target, type, name, id) VALUES ($target, $type, $name, $id)",
        cancellation, ("$name", Hash(name)), ("$id", (object?)id ?? DBNull.Value));

    public Task EndAsync(string name, CancellationToken cancellation) =>
        ExecuteAsync($"DELETE FROM creates WHERE {Ours} AND name = $name", cancellation, ("$name", Hash(name)));

    /// <summary>The client has found the resource by itself, and changes it by its id.</summary>
    public async Task EndOfAsync(string id, CancellationToken cancellation)
    {
        // A read first: it waits for no writer, and nearly always finds nothing.
        bool isKnown = await store.UseAsync(
            connection =>
            {
                using var command = Command(connection, $"SELECT EXISTS (SELECT 1 FROM creates WHERE {Ours} AND id = $id)", ("$id", id));
                return (long)command.ExecuteScalar()! == 1;
            },
            cancellation);
        if (isKnown) await ExecuteAsync($"DELETE FROM creates WHERE {Ours} AND id = $id", cancellation, ("$id", id));
    }

    // A userName is compared in any case (RFC 7643 section 4.1.1).
    private static byte[] Hash(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name.ToLowerInvariant()));

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
