using ScimGateway.Scim.Errors;

namespace ScimGateway.Stores.Owed;

/// <summary>Takes lanes of one target, as part of a unit of work.</summary>
internal sealed class ClaimStatements(StoreSession session, string target, TimeSpan lease, string me)
{
    private const string Taken = "RETURNING id AS Id, type AS Type, key AS Key, fence AS Fence, failures AS Failures, since AS Since";

    private readonly long leased = (long)lease.TotalMilliseconds;

    public async Task<IReadOnlyList<LaneClaim>> DueAsync(int most)
    {
        long now = await session.NowAsync();
        if (await IsPausedAsync(now)) return [];
        var taken = new List<Row>();
        foreach (int rank in LaneRows.Ranks)
            if (taken.Count < most) taken.AddRange(await DueAsync(rank, most - taken.Count, now));
        return await ClaimsAsync(taken, now);
    }

    public async Task<LaneClaim?> OfAsync(string type, string id)
    {
        long now = await session.NowAsync();
        var lane = await session.FirstAsync<Held>(
            $"""
            SELECT id AS Id, owner AS Owner, lease_until AS LeaseUntil FROM lanes
            WHERE target = @target AND type = @type AND key = @id {session.ForUpdate}
            """,
            new { target, type, id });
        if (lane is null) return null;
        bool isHeld = lane.LeaseUntil >= now;
        if (isHeld && lane.Owner != me) throw Held.ByAnother(type, id, lane.LeaseUntil - now);
        var taken = await session.QueryAsync<Row>(
            $"UPDATE lanes SET lease_until = @until, owner = @me, fence = fence + @step{Unwoken(isHeld)} WHERE id = @Id {Taken}",
            new { lane.Id, me, until = now + leased, step = isHeld ? 0L : 1L });
        return (await ClaimsAsync(taken, now))[0];
    }

    // Who has it once more must not forget for the other what came meanwhile.
    private static string Unwoken(bool isHeld) => isHeld ? "" : ", woken = 0";

    // One rank at a time: the index has them in the order of next_at, so that what is not due is not looked at.
    private Task<IReadOnlyList<Row>> DueAsync(int rank, int most, long now) => session.QueryAsync<Row>(
        $"""
        WITH due AS MATERIALIZED (
            SELECT id AS due_id FROM lanes
            WHERE target = @target AND rank = @rank AND state = 0 AND pending > 0 AND next_at <= @now AND lease_until < @now
            ORDER BY next_at LIMIT @most {(session.IsPostgres ? "FOR UPDATE SKIP LOCKED" : "")})
        UPDATE lanes SET lease_until = @until, owner = @me, fence = fence + 1, woken = 0 FROM due WHERE id = due_id
        {Taken}
        """,
        new { target, rank = (long)rank, most = (long)most, me, now, until = now + leased });

    private async Task<bool> IsPausedAsync(long now) => await session.FirstAsync<long?>(
        "SELECT paused_until FROM targets WHERE target = @target AND paused_until > @now", new { target, now }) is not null;

    private async Task<IReadOnlyList<LaneClaim>> ClaimsAsync(IReadOnlyList<Row> taken, long now)
    {
        var causes = await session.QueryAsync<Cause>(
            "SELECT lane AS Lane, cause AS Text FROM owed WHERE lane IN @lanes ORDER BY since, version",
            new { lanes = taken.Select(row => row.Id).ToArray() });
        var oldest = causes.ToLookup(cause => cause.Lane, cause => cause.Text);
        return [.. taken.Select(row =>
            new LaneClaim(row.Id, row.Type, row.Key, row.Fence, (int)row.Failures, oldest[row.Id].FirstOrDefault() ?? "")
            {
                Waited = TimeSpan.FromMilliseconds(now - row.Since),
            })];
    }

    private sealed record Row(long Id, string Type, string Key, long Fence, long Failures, long Since);

    private sealed record Cause(long Lane, string Text);

    private sealed record Held(long Id, string Owner, long LeaseUntil)
    {
        public static ScimException ByAnother(string type, string id, long milliseconds) => new ScimException(
            503, null, "Another process of the gateway is changing it at the target; send it again.")
        {
            RetryAfter = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(milliseconds / 1000.0))),
            Reason = "changed by another process",
        }.Of(type, id);
    }
}
