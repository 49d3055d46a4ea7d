using Dapper;

namespace ScimGateway.Stores.Care;

/// <summary>Copies everything from one store into another one, which is empty: sealed values stay sealed, the same keys open
/// them.</summary>
public static class StateCopy
{
    // Lanes before what belongs to them. The number of a tombstone is given anew, in their order.
    private static readonly (string Name, string Columns, string Order)[] Tables =
    [
        ("keys", "id, since", "id"),
        ("tombstones", "target, type, id, name, deleted_at, client, erase_at", "number"),
        ("names", "target, type, id, written, stored", "target, type, id"),
        ("creates", "target, type, name, id", "target, type, name"),
        ("lanes", "id, target, type, key, state, rank, pending, next_at, woken, lease_until, owner, fence, failures, "
            + "last_status, last_error, since, by_client", "id"),
        ("owed", "lane, target, path, value, kind, waits_type, waits_name, version, since, until, cause", "lane, path"),
        ("targets", "target, paused_until, why", "target"),
    ];

    /// <returns>How many rows were copied.</returns>
    /// <exception cref="Scim.Errors.ScimException">503: one of them cannot be used, or the other holds something
    /// already.</exception>
    public static Task<long> ToAsync(IStateStore from, IStateStore to, CancellationToken cancellation) => to.WriteAsync(
        async target =>
        {
            long rows = 0;
            foreach (var (name, columns, order) in Tables)
            {
                if (await target.FirstAsync<long>($"SELECT COUNT(*) FROM {name}") > 0)
                    throw StoreFault.Unusable($"the store to copy into holds {name} already; name an empty one", cause: null);
                var read = await from.ReadAsync(
                    source => source.QueryAsync<dynamic>($"SELECT {columns} FROM {name} ORDER BY {order}"), cancellation);
                string values = string.Join(", ", columns.Split(", ").Select(column => "@" + column));
                foreach (IDictionary<string, object?> row in read.Cast<IDictionary<string, object?>>())
                    await target.ExecuteAsync($"INSERT INTO {name} ({columns}) VALUES ({values})", new DynamicParameters(row));
                rows += read.Count;
            }

            return rows;
        },
        cancellation);
}
