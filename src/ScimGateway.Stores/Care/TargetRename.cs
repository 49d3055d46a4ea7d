using ScimGateway.Stores.Sealing;

namespace ScimGateway.Stores.Care;

/// <summary>Gives all rows of a target to one of another name.</summary>
public static class TargetRename
{
    private static readonly string[] Tables = ["tombstones", "names", "creates", "lanes", "targets"];

    /// <returns>How many rows it had.</returns>
    /// <exception cref="Scim.Errors.ScimException">503: the new name has rows already.</exception>
    public static Task<int> RunAsync(
        IStateStore store, StateKeys keys, string before, string after, CancellationToken cancellation
    ) => store.WriteAsync(
        async session =>
        {
            int rows = 0;
            foreach (var row in (await SealedPlace.AllAsync(session)).Where(row => row.Target == before))
            {
                await row.SealAsync(session, keys, after);
                rows++;
            }

            foreach (string table in Tables)
            {
                if (await CountAsync(session, table, before) == 0) continue;
                if (await CountAsync(session, table, after) > 0)
                    throw StoreFault.Unusable($"it holds {table} of {after} already", cause: null);
                rows += await session.ExecuteAsync($"UPDATE {table} SET target = @after WHERE target = @before", new { before, after });
            }

            return rows;
        },
        cancellation);

    private static Task<long> CountAsync(StoreSession session, string table, string target) =>
        session.FirstAsync<long>($"SELECT COUNT(*) FROM {table} WHERE target = @target", new { target });
}
