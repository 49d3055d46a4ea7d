namespace ScimGateway.Stores.Owed;

/// <summary>The statements that keep lanes and their rows together, each part of somebody's unit of work.</summary>
internal static class LaneRows
{
    /// <summary>What is tried first where the lanes of one target are due: deletions, then creates and updates, then
    /// members.</summary>
    public static readonly int[] Ranks = [0, 1, 2];

    private static readonly string Rank =
        $"CASE kind WHEN {(int)OwedKind.Delete} THEN 0 WHEN {(int)OwedKind.Members} THEN 2 ELSE 1 END";

    /// <summary>Until the end of the unit nobody else changes these lanes. A statement after it sees what others have committed
    /// before: counted in the same statement that waits, their rows would be missed.</summary>
    public static async Task LockAsync(StoreSession session, params long[] lanes)
    {
        if (session.IsPostgres)
            await session.QueryAsync<long>("SELECT id FROM lanes WHERE id IN @lanes ORDER BY id FOR UPDATE", new { lanes });
    }

    /// <summary>Counts what is left in lanes (<c>@lanes</c>) that are locked; those with nothing left go. As text, to share a
    /// round trip with other statements.</summary>
    public static string Settle { get; } = $"""
        UPDATE lanes SET
            pending = (SELECT COUNT(*) FROM owed WHERE owed.lane = lanes.id),
            rank = COALESCE((SELECT MIN({Rank}) FROM owed WHERE owed.lane = lanes.id), 0),
            since = COALESCE((SELECT MIN(owed.since) FROM owed WHERE owed.lane = lanes.id), since)
        WHERE id IN @lanes;
        DELETE FROM lanes WHERE id IN @lanes AND pending = 0
        """;

    /// <inheritdoc cref="Settle"/>
    public static Task SettleAsync(StoreSession session, params long[] lanes) =>
        lanes.Length == 0 ? Task.CompletedTask : session.ExecuteAsync(Settle, new { lanes });

    /// <summary>Whether the target is owed anything; on PostgreSQL nobody asks, as others may change it at any time.</summary>
    public static async Task<bool> OwesAsync(StoreSession session, string target) =>
        session.IsPostgres
        || await session.FirstAsync<long?>("SELECT id FROM lanes WHERE target = @target LIMIT 1", new { target }) is not null;
}
