using System.Security.Cryptography;
using ScimGateway.Stores.Sealing;

namespace ScimGateway.Stores.Owed;

/// <summary>A change of what one resource is owed, as part of a unit of work.</summary>
internal sealed class LaneChange(StoreSession session, StateKeys keys, string target, string type, string id)
{
    /// <summary>When somebody is looked for whom a new row waits for. Not later, because he may have appeared between the
    /// request's own look and this row.</summary>
    public static readonly TimeSpan FirstLook = TimeSpan.FromMinutes(1);

    public async Task MakeAsync(OwedChange change)
    {
        long now = await session.NowAsync();
        if (await LaneAsync(change, now) is not { } lane) return;
        foreach (long[] versions in change.Gone.Select(row => row.Version).Chunk(OwedResources.Most))
            await session.ExecuteAsync("DELETE FROM owed WHERE lane = @lane AND version IN @versions", new { lane, versions });
        bool isDue = false;
        foreach (var owed in change.Added) isDue |= await AddAsync(lane, owed, change.Cause, now);
        if (change.Added.Count > 0) await WakeAndSettleAsync(lane, isDue, now);
        else await LaneRows.SettleAsync(session, lane);
    }

    /// <summary>Random, so that what was read of a lane or a row never fits a later one by chance.</summary>
    private static long Number() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue;

    // The upsert locks the lane where there is one: who changes it in another process waits.
    private Task<long?> LaneAsync(OwedChange change, long now) => change.Added.Count == 0
        ? session.FirstAsync<long?>(
            $"SELECT id FROM lanes WHERE target = @target AND type = @type AND key = @id {session.ForUpdate}",
            new { target, type, id })
        : session.FirstAsync<long?>(
            """
            INSERT INTO lanes (id, target, type, key, next_at, since, by_client)
            VALUES (@number, @target, @type, @id, @next, @now, @Client)
            ON CONFLICT (target, type, key) DO UPDATE SET by_client = excluded.by_client
            RETURNING id
            """,
            new { number = Number(), target, type, id, next = now + (long)FirstLook.TotalMilliseconds, now, change.Client });

    /// <returns>Whether the lane is due at once.</returns>
    private async Task<bool> AddAsync(long lane, OwedValue owed, string cause, long now)
    {
        byte[][] names = owed.WaitsName.Length == 0 ? [[]] : keys.Names(owed.WaitsName);
        string which = owed.Kind == OwedKind.Reference ? "" : "AND waits_name IN @names";
        int changed = await session.ExecuteAsync(
            $"""
            DELETE FROM owed WHERE lane = @lane AND path = @Path {which};
            INSERT INTO owed (lane, target, path, value, kind, waits_type, waits_name, version, since, until, cause)
            VALUES (@lane, @target, @Path, @value, @kind, @WaitsType, @name, @version, @now, @until, @cause)
            """,
            new
            {
                lane,
                target,
                owed.Path,
                value = SealedRow.Seal(owed, keys, new SealPlace(target, type, id, owed.Path)),
                kind = (long)owed.Kind,
                owed.WaitsType,
                name = names[0],
                names,
                version = Number(),
                now,
                until = now + (long)(owed.For ?? OwedResources.Patience).TotalMilliseconds,
                cause,
            });
        return changed > 1 || owed.WaitsName.Length == 0;
    }

    // A newer write starts again what the target has refused. What was replaced while somebody is at it is tried again
    // after that.
    private Task WakeAndSettleAsync(long lane, bool isDue, long now) => session.ExecuteAsync(
        $"""
        UPDATE lanes SET
            failures = CASE WHEN state = 0 THEN failures ELSE 0 END,
            next_at = CASE WHEN @isDue = 1 THEN @now WHEN state = 0 AND next_at < @next THEN next_at ELSE @next END,
            woken = CASE WHEN @isDue = 1 THEN 1 ELSE woken END,
            state = 0
        WHERE id = @lane;
        {LaneRows.Settle}
        """,
        new { lane, lanes = new[] { lane }, isDue = isDue ? 1L : 0L, now, next = now + (long)FirstLook.TotalMilliseconds });
}
