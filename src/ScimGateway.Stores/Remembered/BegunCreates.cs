using ScimGateway.Stores.Sealing;

namespace ScimGateway.Stores.Remembered;

/// <summary>A create that took, or takes, more than one call.</summary>
/// <param name="Id">What the target called the resource; <see langword="null"/>: its answer to the first call has not come
/// yet.</param>
public sealed record BegunCreate(string? Id);

/// <summary>The creates of one resource type at one target that take several calls, remembered from before the first call until
/// after the last one: when the process ends in between, the client's repeat goes on where it stopped. Of a name only a keyed
/// hash is kept.</summary>
public sealed class BegunCreates
{
    private const string Ours = Rows.Ours;
    private const string OfName = $"FROM creates WHERE {Ours} AND name IN @names";

    private readonly Rows rows;
    private readonly StateKeys keys;

    internal BegunCreates(Rows rows, StateKeys keys)
    {
        this.rows = rows;
        this.keys = keys;
    }

    public Task<BegunCreate?> FindAsync(string name, CancellationToken cancellation) =>
        rows.FirstAsync<BegunCreate>($"SELECT id AS Id {OfName}", cancellation, new { names = keys.Names(name) });

    /// <param name="name">What the client calls it.</param>
    /// <param name="id">The id that the target gave it, once that is known.</param>
    public Task BeginAsync(string name, string? id, CancellationToken cancellation) => rows.ExecuteAsync(
        $"DELETE {OfName}; INSERT INTO creates (target, type, name, id) VALUES (@target, @type, @name, @id)",
        cancellation, new { names = keys.Names(name), name = keys.Name(name), id });

    public Task EndAsync(string name, CancellationToken cancellation) =>
        rows.ExecuteAsync($"DELETE {OfName}", cancellation, new { names = keys.Names(name) });

    /// <summary>The client has found the resource by itself, and changes it by its id.</summary>
    public async Task EndOfAsync(string id, CancellationToken cancellation)
    {
        // A read first: it waits for no writer, and nearly always finds nothing.
        if (await rows.AnyAsync($"SELECT 1 FROM creates WHERE {Ours} AND id = @id", cancellation, new { id }))
            await rows.ExecuteAsync($"DELETE FROM creates WHERE {Ours} AND id = @id", cancellation, new { id });
    }
}
