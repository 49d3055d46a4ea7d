using ScimGateway.Stores.Migrations;
using ScimGateway.Stores.Sealing;

namespace ScimGateway.Stores.Care;

/// <summary>How many rows of one target a table holds.</summary>
public sealed record RowCount(string Target, string Table, long Rows);

/// <summary>A key that something in a store was made with.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsHere">Whether it is among those that the store is read with.</param>
public sealed record StoredKey(string Id, bool IsHere);

/// <summary>What a store holds, without opening any value.</summary>
/// <param name="Version">Of its schema.</param>
/// <param name="Newest">The version of this binary's.</param>
/// <param name="Keys">Keys in use, the oldest first.</param>
/// <param name="Counts">Rows by target and table.</param>
public sealed record StateInventory(
    long Version, int Newest, IReadOnlyList<StoredKey> Keys, IReadOnlyList<RowCount> Counts)
{
    private const string CountRows = """
        SELECT target AS Target, 'tombstones' AS "Table", COUNT(*) AS Rows FROM tombstones GROUP BY target
        UNION ALL SELECT target, 'names', COUNT(*) FROM names GROUP BY target
        UNION ALL SELECT target, 'creates', COUNT(*) FROM creates GROUP BY target
        UNION ALL SELECT target, 'owed', COUNT(*) FROM owed GROUP BY target
        ORDER BY 1, 2
        """;

    /// <param name="store">Is migrated when it is opened.</param>
    /// <param name="keys">Those of the config; <see langword="null"/>: it has none.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Task<StateInventory> OfAsync(IStateStore store, StateKeys? keys, CancellationToken cancellation) =>
        store.ReadAsync(
            async session =>
            {
                var known = await session.QueryAsync<string>("SELECT id FROM keys ORDER BY since, id");
                return new StateInventory(
                    await session.FirstAsync<long>("SELECT MAX(n) FROM schema_version"),
                    Schema.Newest,
                    [.. known.Select(id => new StoredKey(id, keys?.All.Any(key => key.Id == id) == true))],
                    await session.QueryAsync<RowCount>(CountRows)
                );
            },
            cancellation
        );
}
