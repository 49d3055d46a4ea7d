namespace ScimGateway.Stores.Remembered;

/// <summary>A name as a client wrote it, and as its target shows it.</summary>
public sealed record WrittenName(string Written, string Stored);

/// <summary>The names of one resource type at one target that are other there than clients wrote them, by id.</summary>
public sealed class WrittenNames
{
    private const string All = $"SELECT id AS Id, written AS Written, stored AS Stored FROM names WHERE {Rows.Ours}";

    private readonly Rows rows;

    internal WrittenNames(Rows rows) => this.rows = rows;

    public async Task<IReadOnlyDictionary<string, WrittenName>> AllAsync(CancellationToken cancellation) =>
        (await rows.QueryAsync<Row>(All, cancellation)).ToDictionary(row => row.Id, row => row.Name, StringComparer.Ordinal);

    public async Task<WrittenName?> FindAsync(string id, CancellationToken cancellation) =>
        (await rows.FirstAsync<Row>($"{All} AND id = @id", cancellation, new { id }))?.Name;

    public Task RememberAsync(string id, WrittenName name, CancellationToken cancellation) => rows.ExecuteAsync(
        "INSERT INTO names (target, type, id, written, stored) VALUES (@target, @type, @id, @Written, @Stored) "
        + "ON CONFLICT (target, type, id) DO UPDATE SET written = excluded.written, stored = excluded.stored",
        cancellation, new { id, name.Written, name.Stored });

    public Task ForgetAsync(string id, CancellationToken cancellation) =>
        rows.ExecuteAsync($"DELETE FROM names WHERE {Rows.Ours} AND id = @id", cancellation, new { id });

    private sealed record Row(string Id, string Written, string Stored)
    {
        public WrittenName Name => new(Written, Stored);
    }
}
