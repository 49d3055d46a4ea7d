namespace ScimGateway.Stores.Owed;

/// <summary>All lanes of a store, for people.</summary>
public sealed class OwedLanes
{
    private const string Columns =
        "id AS Id, target AS Target, type AS Type, key AS Key, state AS State, pending AS Pending, next_at AS NextAt, "
        + "failures AS Failures, last_status AS LastStatus, last_error AS LastError, since AS Since, by_client AS Client";

    private readonly IStateStore store;
    private readonly OwingTargets owing;

    internal OwedLanes(IStateStore store, OwingTargets owing)
    {
        this.store = store;
        this.owing = owing;
    }

    /// <summary>The oldest first.</summary>
    /// <param name="target">Of one target; <see langword="null"/>: of all.</param>
    /// <param name="state">In one state; <see langword="null"/>: in any.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<IReadOnlyList<LaneView>> ListAsync(string? target, LaneState? state, int most, CancellationToken cancellation)
    {
        string which = (target is null ? "" : " AND target = @target") + (state is null ? "" : " AND state = @state");
        return store.ReadAsync(
            session => ViewsAsync(session, $"1 = 1{which}", new { target, state = (long?)state, most = (long)most }),
            cancellation
        );
    }

    /// <summary>Tries a lane at once, whatever the target has said of it.</summary>
    /// <returns>What it was; <see langword="null"/>: there is none.</returns>
    public Task<LaneView?> RetryAsync(long lane, CancellationToken cancellation) => store.WriteAsync(
        async session =>
        {
            var view = await FindAsync(session, lane);
            await session.ExecuteAsync(
                "UPDATE lanes SET state = 0, failures = 0, next_at = @now, woken = 1 WHERE id = @lane",
                new { lane, now = await session.NowAsync() });
            return view;
        },
        cancellation);

    /// <summary>Forgets a lane: the target stays as it is.</summary>
    /// <returns>What it was; <see langword="null"/>: there is none.</returns>
    public async Task<LaneView?> DropAsync(long lane, CancellationToken cancellation)
    {
        var (view, owes, order) = await store.WriteAsync(
            async session =>
            {
                await LaneRows.LockAsync(session, lane);
                var view = await FindAsync(session, lane);
                await session.ExecuteAsync("DELETE FROM owed WHERE lane = @lane", new { lane });
                await session.ExecuteAsync("DELETE FROM lanes WHERE id = @lane", new { lane });
                return (view, view is not null && await LaneRows.OwesAsync(session, view.Target), session.Order);
            },
            cancellation
        );
        if (view is not null) owing.Tell(view.Target, owes, order);
        return view;
    }

    /// <summary>How much each target is owed; also one that is only paused.</summary>
    public async Task<IReadOnlyList<OwedCount>> CountsAsync(CancellationToken cancellation)
    {
        const string Sql = """
            SELECT t.target AS Target, COALESCE(l.ready, 0) AS Ready, COALESCE(l.stopped, 0) AS Stopped, l.oldest AS Oldest,
                p.paused_until AS PausedUntil, p.why AS PausedWhy
            FROM (SELECT target FROM lanes UNION SELECT target FROM targets) t
            LEFT JOIN (
                SELECT target, SUM(CASE WHEN state = 0 THEN 1 ELSE 0 END) AS ready,
                    SUM(CASE WHEN state = 0 THEN 0 ELSE 1 END) AS stopped, MIN(since) AS oldest
                FROM lanes GROUP BY target) l ON l.target = t.target
            LEFT JOIN targets p ON p.target = t.target
            ORDER BY t.target
            """;
        var counts = await store.ReadAsync(session => session.QueryAsync<Count>(Sql), cancellation);
        return [.. counts.Select(one =>
            new OwedCount(one.Target, (int)one.Ready, (int)one.Stopped, one.Oldest, one.PausedUntil, one.PausedWhy))];
    }

    private static async Task<LaneView?> FindAsync(StoreSession session, long lane) =>
        (await ViewsAsync(session, "id = @lane", new { lane, most = 1L })).SingleOrDefault();

    private static async Task<IReadOnlyList<LaneView>> ViewsAsync(StoreSession session, string which, object parameters)
    {
        var lanes = await session.QueryAsync<Row>(
            $"SELECT {Columns} FROM lanes WHERE {which} ORDER BY since, id LIMIT @most", parameters);
        var owed = new List<Owed>();
        foreach (long[] some in lanes.Select(lane => lane.Id).Chunk(500)) owed.AddRange(await session.QueryAsync<Owed>(
            "SELECT lane AS Lane, path AS Path, cause AS Cause FROM owed WHERE lane IN @some ORDER BY since, version", new { some }));
        var byLane = owed.ToLookup(row => row.Lane);
        return [.. lanes.Select(lane => lane.View([.. byLane[lane.Id]]))];
    }

    // With properties to be set: a column that is NULL in the first row has no type of its own on SQLite.
    private sealed class Row
    {
        public long Id { get; init; }

        public string Target { get; init; } = "";

        public string Type { get; init; } = "";

        public string Key { get; init; } = "";

        public long State { get; init; }

        public long Pending { get; init; }

        public long NextAt { get; init; }

        public long Failures { get; init; }

        public long? LastStatus { get; init; }

        public string? LastError { get; init; }

        public long Since { get; init; }

        public string? Client { get; init; }

        public LaneView View(IReadOnlyList<Owed> owed) => new(
            Id, Target, Type, Key, (LaneState)State, (int)Pending, NextAt, (int)Failures, (int?)LastStatus, LastError, Since,
            Client, owed.Count > 0 ? owed[0].Cause : "", [.. owed.Select(row => row.Path).Distinct(StringComparer.Ordinal)]);
    }

    private sealed record Owed(long Lane, string Path, string Cause);

    private sealed class Count
    {
        public string Target { get; init; } = "";

        public long Ready { get; init; }

        public long Stopped { get; init; }

        public long? Oldest { get; init; }

        public long? PausedUntil { get; init; }

        public string? PausedWhy { get; init; }
    }
}
