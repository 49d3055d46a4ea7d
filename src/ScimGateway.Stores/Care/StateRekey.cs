using ScimGateway.Stores.Sealing;

namespace ScimGateway.Stores.Care;

/// <summary>What a change of keys did.</summary>
/// <param name="Sealed">How many values the current key seals now.</param>
/// <param name="Kept">How many names of tombstones and creates stay with an older key, until they end: nobody can read
/// them.</param>
/// <param name="Needed">The ids of older keys that these names need.</param>
public sealed record StateRekeyed(int Sealed, int Kept, IReadOnlyList<string> Needed);

/// <summary>Seals everything with the current key that can be read with an older one.</summary>
public static class StateRekey
{
    public static Task<StateRekeyed> RunAsync(IStateStore store, StateKeys keys, CancellationToken cancellation) =>
        store.WriteAsync(session => RunAsync(session, keys), cancellation);

    private static async Task<StateRekeyed> RunAsync(StoreSession session, StateKeys keys)
    {
        var old = (await SealedPlace.AllAsync(session)).Where(row => StateKey.IdOf(row.Value) != keys.Current.Id).ToList();
        foreach (var row in old) await row.SealAsync(session, keys, row.Target);
        var names = (await NamesAsync(session)).Select(StateKey.IdOf).Where(id => id != keys.Current.Id).ToList();
        string[] needed = [.. names.Distinct(StringComparer.Ordinal), keys.Current.Id];
        foreach (string id in await session.QueryAsync<string>("SELECT id FROM keys"))
            if (!needed.Contains(id)) await session.ExecuteAsync("DELETE FROM keys WHERE id = @id", new { id });
        return new StateRekeyed(old.Count, names.Count, needed[..^1]);
    }

    private static Task<IReadOnlyList<byte[]>> NamesAsync(StoreSession session) =>
        session.QueryAsync<byte[]>("SELECT name FROM tombstones UNION ALL SELECT name FROM creates");
}
