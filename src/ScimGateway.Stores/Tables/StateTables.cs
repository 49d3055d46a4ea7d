using ScimGateway.Stores.Owed;
using ScimGateway.Stores.Remembered;
using ScimGateway.Stores.Sealing;

namespace ScimGateway.Stores.Tables;

/// <summary>Everything that one store holds, by target and resource type.</summary>
public sealed class StateTables(IStateStore store, StateKeys keys)
{
    private readonly OwingTargets owing = new(store.IsShared, store.BeginsEmpty);

    public IStateStore Store => store;

    /// <summary>All lanes, for people.</summary>
    public OwedLanes AllLanes => new(store, owing);

    /// <summary>Opens the store, and finds out whether it can be read with these keys.</summary>
    /// <exception cref="Scim.Errors.ScimException">503: it cannot be used, or holds what no key here opens.</exception>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        await store.WriteAsync(session => KeyRows.PrepareAsync(session, keys), cancellation);
        const string Owing = "SELECT DISTINCT target FROM lanes";
        owing.Know(await store.ReadAsync(session => session.QueryAsync<string>(Owing), cancellation));
    }

    public OwedResources Owed(string target, string type) => new(store, keys, owing, target, type);

    public Lanes Lanes(string target) => new(store, owing, target);

    public Tombstones Tombstones(string target, string type) => new(new Rows(store, target, type), keys);

    public WrittenNames Names(string target, string type) => new(new Rows(store, target, type));

    public BegunCreates Creates(string target, string type) => new(new Rows(store, target, type), keys);

    public Task<IReadOnlyList<OwedCount>> OwedCountsAsync(CancellationToken cancellation) => AllLanes.CountsAsync(cancellation);
}
