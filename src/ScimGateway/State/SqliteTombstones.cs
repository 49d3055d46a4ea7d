namespace ScimGateway.State;

/// <summary>The tombstones of one resource type at one target. Of a deleted person's name only a hash is kept.</summary>
internal sealed class SqliteTombstones(StateRows rows) : ITombstones
{
    private const string Ours = StateRows.Ours;

    public Task<bool> HasAsync(string id, CancellationToken cancellation) =>
        rows.ReadAsync($"SELECT 1 FROM tombstones WHERE {Ours} AND id = $id", reader => reader.Read(), cancellation, ("$id", id));

    public Task<string?> IdOfAsync(string userName, CancellationToken cancellation) => rows.ReadAsync(
        $"SELECT id FROM tombstones WHERE {Ours} AND name = $name ORDER BY number DESC LIMIT 1",
        reader => reader.Read() ? reader.GetString(0) : null, cancellation, ("$name", StateRows.Hash(userName)));

    public Task<IReadOnlySet<string>> IdsAsync(CancellationToken cancellation) => rows.ReadAsync<IReadOnlySet<string>>(
        $"SELECT id FROM tombstones WHERE {Ours}",
        reader =>
        {
            var ids = new HashSet<string>(StringComparer.Ordinal);
            while (reader.Read()) ids.Add(reader.GetString(0));
            return ids;
        },
        cancellation);

    public Task BuryAsync(string id, string userName, CancellationToken cancellation) => rows.ExecuteAsync(
        "INSERT OR REPLACE INTO tombstones (target, type, id, name) VALUES ($target, $type, $id, $name)",
        cancellation, ("$id", id), ("$name", StateRows.Hash(userName)));

    public Task ForgetAsync(string id, CancellationToken cancellation) =>
        rows.ExecuteAsync($"DELETE FROM tombstones WHERE {Ours} AND id = $id", cancellation, ("$id", id));
}
