using ScimGateway.Stores.Sealing;

namespace ScimGateway.Stores.Care;

/// <summary>What was given up because its key is lost.</summary>
/// <param name="Owed">How many values that a target was owed are gone.</param>
/// <param name="Creates">How many half creates are gone.</param>
/// <param name="Tombstones">How many deleted resources stay deleted, and are no longer found by name.</param>
/// <param name="Keys">The ids of the lost keys.</param>
public sealed record StateForgotten(int Owed, int Creates, int Tombstones, IReadOnlyList<string> Keys);

/// <summary>Gives up what no key opens, so that a store can be used again whose key is lost.</summary>
public static class StateForget
{
    public static Task<StateForgotten> RunAsync(IStateStore store, StateKeys keys, CancellationToken cancellation) =>
        store.WriteAsync(session => RunAsync(session, keys), cancellation);

    private static async Task<StateForgotten> RunAsync(StoreSession session, StateKeys keys)
    {
        bool IsLost(byte[] made) => keys.All.All(key => key.Id != StateKey.IdOf(made));
        int owed = 0;
        foreach (var row in (await SealedPlace.AllAsync(session)).Where(row => IsLost(row.Value)))
            owed += await session.ExecuteAsync(
                "DELETE FROM owed WHERE lane = @Lane AND path = @Path AND waits_name = @Name", new { row.Lane, row.Path, row.Name });
        foreach (long lane in await session.QueryAsync<long>("SELECT id FROM lanes"))
            await Owed.LaneRows.SettleAsync(session, lane);
        int creates = 0;
        foreach (byte[] name in (await NamesAsync(session, "creates")).Where(IsLost))
            creates += await session.ExecuteAsync("DELETE FROM creates WHERE name = @name", new { name });
        int tombstones = (await NamesAsync(session, "tombstones")).Count(IsLost);
        return new StateForgotten(owed, creates, tombstones, await KeysAsync(session, keys));
    }

    private static Task<IReadOnlyList<byte[]>> NamesAsync(StoreSession session, string table) =>
        session.QueryAsync<byte[]>($"SELECT name FROM {table} WHERE LENGTH(name) <> 32"); // those are older than keys

    private static async Task<IReadOnlyList<string>> KeysAsync(StoreSession session, StateKeys keys)
    {
        var known = await session.QueryAsync<string>("SELECT id FROM keys");
        var lost = known.Where(id => keys.All.All(key => key.Id != id)).ToList();
        foreach (string id in lost) await session.ExecuteAsync("DELETE FROM keys WHERE id = @id", new { id });
        return lost;
    }
}
