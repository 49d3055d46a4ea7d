using Microsoft.Data.Sqlite;

namespace ScimGateway.State;

/// <summary>A name as a client wrote it, and as its target shows it.</summary>
internal sealed record WrittenName(string Written, string Stored);

/// <summary>The names of one resource type at one target that are other there than clients wrote them, by id.</summary>
/// <remarks>All of it may throw a <see cref="Scim.Errors.ScimException"/> of 503: the store cannot be used.</remarks>
internal sealed class WrittenNames(SqliteStore store, string target, string type)
{
    private const string Ours = "target = $target AND type = $type";

    public Task<IReadOnlyDictionary<string, WrittenName>> AllAsync(CancellationToken cancellation) => ReadAsync(Ours, [], cancellation);

    public async Task<WrittenName?> FindAsync(string id, CancellationToken cancellation) =>
        (await ReadAsync($"{Ours} AND id = $id", [("$id", id)], cancellation)).GetValueOrDefault(id);

    public Task RememberAsync(string id, WrittenName name, CancellationToken cancellation) => ExecuteAsync(
        "INSERT OR REPLACE INTO names (target, type, id, written, stored) VALUES ($target, $type, $id, $written, $stored)",
        [("$id", id), ("$written", name.Written), ("$stored", name.Stored)], cancellation);

    public Task ForgetAsync(string id, CancellationToken cancellation) =>
        ExecuteAsync($"DELETE FROM names WHERE {Ours} AND id = $id", [("$id", id)], cancellation);

    private Task<IReadOnlyDictionary<string, WrittenName>> ReadAsync(string where, (string, string)[] parameters, CancellationToken cancellation) =>
        store.UseAsync<IReadOnlyDictionary<string, WrittenName>>(
            connection =>
            {
                using var command = Command(connection, $"SELECT id, written, stored FROM names WHERE {where}", parameters);
                using var reader = command.ExecuteReader();
                var names = new Dictionary<string, WrittenName>(StringComparer.Ordinal);
                while (reader.Read()) names[reader.GetString(0)] = new WrittenName(reader.GetString(1), reader.GetString(2));
                return names;
            },
            cancellation);

    private Task ExecuteAsync(string sql, (string, string)[] parameters, CancellationToken cancellation) => store.UseAsync(
        connection =>
        {
            using var command = Command(connection, sql, parameters);
            return command.ExecuteNonQuery();
        },
        cancellation);

    private SqliteCommand Command(SqliteConnection connection, string sql, (string Name, string Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$target", target);
        command.Parameters.AddWithValue("$type", type);
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }
}
