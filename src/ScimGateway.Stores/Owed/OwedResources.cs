using ScimGateway.Stores.Sealing;

namespace ScimGateway.Stores.Owed;

/// <summary>What the resources of one type at one target are owed (tables <c>lanes</c> and <c>owed</c>).</summary>
public sealed class OwedResources
{
    /// <summary>How long a reference is owed: Entra's patience is 28 days.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(30);

    /// <summary>As many names, ids or versions as one statement takes.</summary>
    internal const int Most = 500;

    private readonly IStateStore store;
    private readonly StateKeys keys;
    private readonly OwingTargets owing;
    private readonly string target;
    private readonly string type;

    internal OwedResources(IStateStore store, StateKeys keys, OwingTargets owing, string target, string type)
    {
        this.store = store;
        this.keys = keys;
        this.owing = owing;
        this.target = target;
        this.type = type;
    }

    /// <summary>False: nothing of the target is owed, and nobody needs to ask. A store of this process alone knows; of a shared
    /// one nobody knows.</summary>
    public bool MayOwe => owing.MayOwe(target);

    /// <summary>What one resource is owed; what is over is owed no longer.</summary>
    public async Task<IReadOnlyList<OwedRow>> OfAsync(string id, CancellationToken cancellation) =>
        [.. (await OfAsync([id], cancellation))[id]];

    /// <summary>What these resources are owed, by id.</summary>
    public async Task<ILookup<string, OwedRow>> OfAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        var rows = MayOwe && ids.Count > 0 ? await store.ReadAsync(session => RowsAsync(session, ids), cancellation) : [];
        return rows.ToLookup(row => row.Id, row => row.Open(keys, target, type), StringComparer.Ordinal);
    }

    /// <summary>The ids of all that are owed something at one of these paths, at most so many.</summary>
    public async Task<IReadOnlyList<string>> IdsAsync(IReadOnlyCollection<string> paths, int most, CancellationToken cancellation)
    {
        const string Sql = """
            SELECT DISTINCT l.key FROM lanes l JOIN owed o ON o.lane = l.id
            WHERE l.target = @target AND l.type = @type AND o.path IN @paths AND o.until > @now ORDER BY l.key LIMIT @most
            """;
        if (!MayOwe) return [];
        return await store.ReadAsync(
            async session => await session.QueryAsync<string>(
                Sql, new { target, type, paths = paths.ToArray(), most, now = await session.NowAsync() }),
            cancellation);
    }

    /// <summary>Makes a change. The lane is made with the first row and goes with the last; what waits for nobody is due at
    /// once, what waits for somebody is looked for after <see cref="LaneChange.FirstLook"/>.</summary>
    public Task ChangeAsync(string id, OwedChange change, CancellationToken cancellation) =>
        change.Added.Count == 0 && (change.Gone.Count == 0 || !MayOwe)
            ? Task.CompletedTask
            : WriteAsync(session => new LaneChange(session, keys, target, type, id).MakeAsync(change), cancellation);

    /// <summary>The resource is deleted: all its rows go, and all rows of the target that wait for it by one of its
    /// names.</summary>
    public async Task DeletedAsync(string id, IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        if (MayOwe) await WriteAsync(session => DeleteAsync(session, id, names), cancellation);
    }

    /// <summary>Resources of this type are there: lanes of the target that wait for one of these names are due.</summary>
    /// <returns>How many lanes became due.</returns>
    public async Task<int> AppearedAsync(IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        int woken = 0;
        foreach (string[] some in MayOwe ? names.Chunk(Most / keys.All.Count) : [])
        {
            // A read first: it waits for no writer, and nearly always finds nothing.
            var lanes = await store.ReadAsync(session => WaitingAsync(session, some), cancellation);
            if (lanes.Count > 0) woken += await store.WriteAsync(session => WakeAsync(session, lanes), cancellation);
        }

        return woken;
    }

    private async Task<IReadOnlyList<SealedRow>> RowsAsync(StoreSession session, IReadOnlyCollection<string> ids)
    {
        const string Sql = $"""
            SELECT {SealedRow.Columns} FROM lanes l JOIN owed o ON o.lane = l.id
            WHERE l.target = @target AND l.type = @type AND l.key IN @some AND o.until > @now ORDER BY o.path, o.since, o.version
            """;
        var rows = new List<SealedRow>();
        long now = await session.NowAsync();
        foreach (string[] some in ids.Chunk(Most))
            rows.AddRange(await session.QueryAsync<SealedRow>(Sql, new { target, type, some, now }));
        return rows;
    }

    private Task<IReadOnlyList<long>> WaitingAsync(StoreSession session, IReadOnlyCollection<string> names) =>
        session.QueryAsync<long>(
            "SELECT DISTINCT lane FROM owed WHERE target = @target AND waits_type = @type AND waits_name IN @names ORDER BY lane",
            new { target, type, names = keys.Names(names) });

    private static async Task<int> WakeAsync(StoreSession session, IReadOnlyList<long> lanes)
    {
        int woken = 0;
        long now = await session.NowAsync();
        foreach (long[] some in lanes.Chunk(Most)) woken += await session.ExecuteAsync(
            "UPDATE lanes SET next_at = @now, woken = 1 WHERE id IN @some AND state = 0", new { some, now });
        return woken;
    }

    private async Task DeleteAsync(StoreSession session, string id, IReadOnlyCollection<string> names)
    {
        var touched = new List<long>(await session.QueryAsync<long>(
            $"SELECT id FROM lanes WHERE target = @target AND type = @type AND key = @id {session.ForUpdate}",
            new { target, type, id }));
        foreach (long lane in touched) await session.ExecuteAsync("DELETE FROM owed WHERE lane = @lane", new { lane });
        foreach (string[] some in names.Chunk(Most / keys.All.Count))
        {
            var waiting = await WaitingAsync(session, some);
            await LaneRows.LockAsync(session, [.. waiting]);
            await session.ExecuteAsync(
                "DELETE FROM owed WHERE target = @target AND waits_type = @type AND waits_name IN @names",
                new { target, type, names = keys.Names(some) });
            touched.AddRange(waiting);
        }

        foreach (long[] some in touched.Distinct().Order().Chunk(Most)) await LaneRows.SettleAsync(session, some);
    }

    private async Task WriteAsync(Func<StoreSession, Task> write, CancellationToken cancellation)
    {
        var (owes, order) = await store.WriteAsync(
            async session =>
            {
                await write(session);
                return (await LaneRows.OwesAsync(session, target), session.Order);
            },
            cancellation
        );
        owing.Tell(target, owes, order);
    }
}
