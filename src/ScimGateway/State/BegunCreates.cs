namespace ScimGateway.State;

/// <summary>A create that took, or takes, more than one call.</summary>
/// <param name="Id">What the target called the resource; <see langword="null"/>: its answer to the first call has not come
/// yet.</param>
internal sealed record BegunCreate(string? Id);

/// <summary>The creates of one resource type at one target that take several calls, remembered from before the first call until
/// after the last one: when the process ends in between, the client's repeat goes on where it stopped. Of a name only a hash is
/// kept.</summary>
internal sealed class BegunCreates(StateRows rows)
{
    private const string Ours = StateRows.Ours;

    public Task<BegunCreate?> FindAsync(string name, CancellationToken cancellation) => rows.ReadAsync(
        $"SELECT id FROM creates WHERE {Ours} AND name = $name",
        reader => reader.Read() ? new BegunCreate(reader.IsDBNull(0) ? null : reader.GetString(0)) : null,
        cancellation,
        ("$name", StateRows.Hash(name))
    );

    /// <param name="id">The id that the target gave it, once that is known.</param>
    public Task BeginAsync(string name, string? id, CancellationToken cancellation) => rows.ExecuteAsync(
        "INSERT OR REPLACE INTO creates (target, type, name, id) VALUES ($target, $type, $name, $id)",
        cancellation, ("$name", StateRows.Hash(name)), ("$id", (object?)id ?? DBNull.Value));

    public Task EndAsync(string name, CancellationToken cancellation) =>
        rows.ExecuteAsync($"DELETE FROM creates WHERE {Ours} AND name = $name", cancellation, ("$name", StateRows.Hash(name)));

    /// <summary>The client has found the resource by itself, and changes it by its id.</summary>
    public async Task EndOfAsync(string id, CancellationToken cancellation)
    {
        // A read first: it waits for no writer, and nearly always finds nothing.
        bool isKnown = await rows.ReadAsync(
            $"SELECT 1 FROM creates WHERE {Ours} AND id = $id",
            reader => reader.Read(),
            cancellation,
            ("$id", id)
        );
        if (isKnown) await rows.ExecuteAsync($"DELETE FROM creates WHERE {Ours} AND id = $id", cancellation, ("$id", id));
    }
}
