using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace ScimGateway.State;

/// <summary>What the store keeps of one resource type at one target: each statement has <c>$target</c> and
/// <c>$type</c>.</summary>
/// <remarks>All of it may throw a <see cref="Scim.Errors.ScimException"/> of 503: the store cannot be used.</remarks>
internal sealed class StateRows(SqliteStore store, string target, string type)
{
    /// <summary>The condition that a row is one of these.</summary>
    public const string Ours = "target = $target AND type = $type";

    /// <summary>What is kept of a person's name, which is compared in any case (RFC 7643 section 4.1.1).</summary>
    public static byte[] Hash(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name.ToLowerInvariant()));

    /// <param name="read">Reads the rows while the store is in use.</param>
    public Task<T> ReadAsync<T>(
        string sql,
        Func<SqliteDataReader, T> read,
        CancellationToken cancellation,
        params (string Name, object Value)[] parameters
    ) => store.UseAsync(
        connection =>
        {
            using var command = Command(connection, sql, parameters);
            using var reader = command.ExecuteReader();
            return read(reader);
        },
        cancellation);

    public Task ExecuteAsync(string sql, CancellationToken cancellation, params (string Name, object Value)[] parameters) =>
        store.UseAsync(
            connection =>
            {
                using var command = Command(connection, sql, parameters);
                return command.ExecuteNonQuery();
            },
            cancellation
        );

    private SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$target", target);
        command.Parameters.AddWithValue("$type", type);
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }
}
