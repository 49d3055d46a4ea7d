namespace ScimGateway.Stores.Owed;

/// <summary>Finds out when lanes of one target are due, as part of a unit of work.</summary>
internal sealed class DueStatements(StoreSession session, string target)
{
    private const string Ready = "target = @target AND state = 0 AND pending > 0";

    /// <returns><see langword="null"/>: no lane is ready. The longest time there is: somebody has each of them.</returns>
    public async Task<TimeSpan?> NextAsync()
    {
        long now = await session.NowAsync();
        if (await session.FirstAsync<long?>($"SELECT id FROM lanes WHERE {Ready} LIMIT 1", new { target }) is null) return null;
        long paused = await session.FirstAsync<long?>("SELECT paused_until FROM targets WHERE target = @target", new { target }) ?? 0;
        long next = long.MaxValue;
        foreach (int rank in LaneRows.Ranks) next = Math.Min(next, await NextAsync(rank, now) ?? long.MaxValue);
        return next == long.MaxValue ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(Math.Max(0, Math.Max(next, paused) - now));
    }

    // The index has them in the order of next_at.
    private Task<long?> NextAsync(int rank, long now) => session.FirstAsync<long?>(
        $"SELECT next_at FROM lanes WHERE {Ready} AND rank = @rank AND lease_until < @now ORDER BY next_at LIMIT 1",
        new { target, rank = (long)rank, now });
}
