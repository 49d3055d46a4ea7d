using Microsoft.Data.Sqlite;

namespace ScimGateway.State;

/// <summary>A name as a client wrote it, and as its target shows it.</summary>
internal sealed record WrittenName(string Written, string Stored);

/// <summary>The names of one resource type at one target that are other there than clients wrote them, by id.</summary>
internal sealed class WrittenNames(StateRows rows)
{
    private const string All = $"SELECT id, written, stored FROM names WHERE {StateRows.Ours}";

    public Task<IReadOnlyDictionary<string, WrittenName>> AllAsync(CancellationToken cancellation) =>
        rows.ReadAsync(All, Read, cancellation);

    public async Task<WrittenName?> FindAsync(string id, CancellationToken cancellation) =>
        (await rows.ReadAsync($"{All} AND id = $id", Read, cancellation, ("$id", id))).GetValueOrDefault(id);

    public Task RememberAsync(string id, WrittenName name, CancellationToken cancellation) => rows.ExecuteAsync(
        "INSERT OR REPLACE INTO names (target, type, id, written, stored) VALUES ($target, $type, $id, $written, $stored)",
        cancellation, ("$id", id), ("$written", name.Written), ("$stored", name.Stored));

    public Task ForgetAsync(string id, CancellationToken cancellation) =>
        rows.ExecuteAsync($"DELETE FROM names WHERE {StateRows.Ours} AND id = $id", cancellation, ("$id", id));

    private static IReadOnlyDictionary<string, WrittenName> Read(SqliteDataReader reader)
    {
        var names = new Dictionary<string, WrittenName>(StringComparer.Ordinal);
        while (reader.Read()) names[reader.GetString(0)] = new WrittenName(reader.GetString(1), reader.GetString(2));
        return names;
    }
}
