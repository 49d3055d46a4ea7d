using ScimGateway.Stores.Sealing;

namespace ScimGateway.Stores.Remembered;

/// <summary>Which resources of one type at one target are deleted for clients, although the target keeps them deactivated. Of a
/// deleted person's name only a keyed hash is kept.</summary>
/// <remarks>All of it may throw a <see cref="Scim.Errors.ScimException"/> of 503: the store cannot be used.</remarks>
public sealed class Tombstones
{
    private const string Ours = Rows.Ours;

    private readonly Rows rows;
    private readonly StateKeys keys;

    internal Tombstones(Rows rows, StateKeys keys)
    {
        this.rows = rows;
        this.keys = keys;
    }

    public Task<bool> HasAsync(string id, CancellationToken cancellation) =>
        rows.AnyAsync($"SELECT number FROM tombstones WHERE {Ours} AND id = @id", cancellation, new { id });

    public async Task<IReadOnlySet<string>> IdsAsync(CancellationToken cancellation) =>
        (await rows.QueryAsync<string>($"SELECT id FROM tombstones WHERE {Ours}", cancellation)).ToHashSet(StringComparer.Ordinal);

    /// <summary>The id that was deleted last under a userName, in any case; <see langword="null"/> when none was.</summary>
    public Task<string?> IdOfAsync(string userName, CancellationToken cancellation) => rows.FirstAsync<string>(
        $"SELECT id FROM tombstones WHERE {Ours} AND name IN @names ORDER BY number DESC LIMIT 1",
        cancellation, new { names = keys.Names(userName) });

    /// <remarks>A new row, so that its number is the last.</remarks>
    public Task BuryAsync(string id, string userName, CancellationToken cancellation) => rows.ExecuteAsync(
        $"DELETE FROM tombstones WHERE {Ours} AND id = @id;"
        + "INSERT INTO tombstones (target, type, id, name) VALUES (@target, @type, @id, @name)",
        cancellation, new { id, name = keys.Name(userName) });

    public Task ForgetAsync(string id, CancellationToken cancellation) =>
        rows.ExecuteAsync($"DELETE FROM tombstones WHERE {Ours} AND id = @id", cancellation, new { id });
}
