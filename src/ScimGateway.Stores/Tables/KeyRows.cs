using ScimGateway.Stores.Sealing;

namespace ScimGateway.Stores.Tables;

/// <summary>Which keys made what the store holds (table <c>keys</c>), and names that older gateways kept without one.</summary>
internal static class KeyRows
{
    /// <summary>Refuses a store that was written with other keys, enters the current one, and gives keys to names that have
    /// none.</summary>
    public static async Task<int> PrepareAsync(StoreSession session, StateKeys keys)
    {
        var known = await session.QueryAsync<string>("SELECT id FROM keys ORDER BY since");
        if (known.FirstOrDefault(id => keys.All.All(key => key.Id != id)) is { } lost) throw StoreFault.Unusable(
            $"it holds values of the key {lost}, and state.key is {keys.Current.Id}; name that key in state.previousKeys, or, if it is lost, "
            + "run scim-gateway state forget --sealed",
            cause: null
        );
        await session.ExecuteAsync(
            "INSERT INTO keys (id, since) VALUES (@Id, @now) ON CONFLICT (id) DO NOTHING",
            new { keys.Current.Id, now = await session.NowAsync() });
        return await KeyNamesAsync(session, keys.Current, "tombstones") + await KeyNamesAsync(session, keys.Current, "creates");
    }

    private static async Task<int> KeyNamesAsync(StoreSession session, StateKey key, string table)
    {
        var plain = await session.QueryAsync<byte[]>($"SELECT DISTINCT name FROM {table} WHERE LENGTH(name) = 32");
        foreach (byte[] name in plain) await session.ExecuteAsync(
            $"UPDATE {table} SET name = @keyed WHERE name = @name", new { name, keyed = key.Name(name) });
        return plain.Count;
    }
}
