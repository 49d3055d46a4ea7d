using ScimGateway.Scim.Errors;

namespace ScimGateway.Stores.Owed;

/// <summary>The lanes of one target: who works at a resource, and when it is tried again.</summary>
public sealed class Lanes
{
    private readonly IStateStore store;
    private readonly OwingTargets owing;
    private readonly string target;

    internal Lanes(IStateStore store, OwingTargets owing, string target)
    {
        this.store = store;
        this.owing = owing;
        this.target = target;
    }

    /// <summary>How long until there may be something to claim; <see langword="null"/>: not before something changes.</summary>
    /// <param name="most">No longer than this, where there is anything: leases end without a sign.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<TimeSpan?> NextAsync(TimeSpan most, CancellationToken cancellation)
    {
        if (!owing.MayOwe(target)) return null;
        var next = await store.ReadAsync(session => new DueStatements(session, target).NextAsync(), cancellation);
        return next is { } time && time > most ? most : next;
    }

    /// <summary>Takes lanes that are due and that nobody has, the longest due first; deletions, then creates and updates, then
    /// members.</summary>
    public async Task<IReadOnlyList<LaneClaim>> ClaimAsync(int most, TimeSpan lease, string me, CancellationToken cancellation) =>
        owing.MayOwe(target)
            ? await store.WriteAsync(session => new ClaimStatements(session, target, lease, me).DueAsync(most), cancellation)
            : [];

    /// <summary>Takes the lane of one resource, due or not; <see langword="null"/>: it has none. Who has it already (the same
    /// <paramref name="me"/>) has it once more by the same fence, and longer: what works at one resource in one process takes
    /// turns anyway.</summary>
    /// <exception cref="ScimException">503 with <c>Retry-After</c>: somebody else has it.</exception>
    public async Task<LaneClaim?> ClaimAsync(string type, string id, TimeSpan lease, string me, CancellationToken cancellation) =>
        owing.MayOwe(target)
            ? await store.WriteAsync(session => new ClaimStatements(session, target, lease, me).OfAsync(type, id), cancellation)
            : null;

    /// <returns>False: it is lost, stop.</returns>
    public Task<bool> RenewAsync(LaneClaim claim, TimeSpan lease, CancellationToken cancellation) => store.WriteAsync(
        async session => await session.ExecuteAsync(
            "UPDATE lanes SET lease_until = @until WHERE id = @Lane AND fence = @Fence",
            new { claim.Lane, claim.Fence, until = await session.NowAsync() + (long)lease.TotalMilliseconds }) > 0,
        cancellation);

    /// <summary>Takes out of a lane what is over, so that its end can be recorded; <see cref="EndAsync"/> does it, too.</summary>
    /// <returns>The paths; empty also when the lane was lost meanwhile.</returns>
    public Task<IReadOnlyList<string>> ExpireAsync(LaneClaim claim, CancellationToken cancellation) => store.WriteAsync(
        async session => await HasAsync(session, claim) ? await ExpireAsync(session, claim) : [], cancellation);

    /// <summary>Gives the lane back: its rows that are over are expired, its pending rows counted, and it goes if there are
    /// none. What was added or appeared meanwhile is due at once, whatever the outcome.</summary>
    /// <returns>False: it was lost meanwhile, and nothing is written.</returns>
    public async Task<bool> EndAsync(LaneClaim claim, LaneOutcome outcome, CancellationToken cancellation)
    {
        var (isOurs, owes, order) = await store.WriteAsync(
            async session =>
            {
                bool isOurs = await GiveBackAsync(session, claim, outcome);
                if (isOurs) await ExpireAsync(session, claim);
                if (isOurs) await LaneRows.SettleAsync(session, claim.Lane);
                return (isOurs, await LaneRows.OwesAsync(session, target), session.Order);
            },
            cancellation
        );
        owing.Tell(target, owes, order);
        return isOurs;
    }

    /// <summary>No lane of the target is claimed as due until then.</summary>
    public Task PauseAsync(TimeSpan time, string why, CancellationToken cancellation) => store.WriteAsync(
        async session => await session.ExecuteAsync(
            """
            INSERT INTO targets (target, paused_until, why) VALUES (@target, @until, @why)
            ON CONFLICT (target) DO UPDATE SET paused_until = excluded.paused_until, why = excluded.why
            """,
            new { target, why, until = await session.NowAsync() + (long)time.TotalMilliseconds }),
        cancellation);

    public Task ResumeAsync(CancellationToken cancellation) => store.WriteAsync(
        session => session.ExecuteAsync("DELETE FROM targets WHERE target = @target", new { target }), cancellation);

    private static async Task<bool> GiveBackAsync(StoreSession session, LaneClaim claim, LaneOutcome outcome)
    {
        long now = await session.NowAsync();
        if (!outcome.IsTried) return await session.ExecuteAsync(
            """
            UPDATE lanes SET
                lease_until = 0, owner = '', next_at = CASE WHEN woken = 1 THEN @now ELSE next_at END, woken = 0
            WHERE id = @Lane AND fence = @Fence
            """,
            new { claim.Lane, claim.Fence, now }) > 0;
        return await session.ExecuteAsync(
            """
            UPDATE lanes SET
                lease_until = 0, owner = '', last_status = @Status, last_error = @Error,
                failures = CASE WHEN @counts = 1 THEN failures + 1 WHEN @failed = 1 THEN failures ELSE 0 END,
                state = CASE WHEN woken = 1 THEN 0 ELSE @state END,
                next_at = CASE WHEN woken = 1 THEN @now ELSE @next END,
                woken = 0
            WHERE id = @Lane AND fence = @Fence
            """,
            new
            {
                claim.Lane,
                claim.Fence,
                Status = (long?)outcome.Status,
                outcome.Error,
                counts = outcome.Counts ? 1L : 0L,
                failed = outcome.Error is null ? 0L : 1L,
                state = (long)outcome.State,
                now,
                next = now + (long)outcome.Next.TotalMilliseconds,
            }) > 0;
    }

    private static async Task<bool> HasAsync(StoreSession session, LaneClaim claim) => await session.FirstAsync<long?>(
        $"SELECT id FROM lanes WHERE id = @Lane AND fence = @Fence {session.ForUpdate}", new { claim.Lane, claim.Fence }) is not null;

    private static async Task<IReadOnlyList<string>> ExpireAsync(StoreSession session, LaneClaim claim) =>
        await session.QueryAsync<string>(
            "DELETE FROM owed WHERE lane = @Lane AND until <= @now RETURNING path",
            new { claim.Lane, now = await session.NowAsync() });
}
