using ScimGateway.Configuration;
using ScimGateway.Stores.Owed;
using ScimGateway.Stores.Remembered;
using ScimGateway.Stores.Sealing;
using ScimGateway.Stores.Tables;

namespace ScimGateway.State;

/// <summary>What the gateway itself must remember of its targets, where the config says (<c>state</c>).</summary>
/// <remarks>A sandbox begins anew with every start of the gateway. What is remembered of it ends with the process, too: a user
/// who is there again must not be hidden by a deletion of yesterday. So does everything where the config names no key: who needs
/// one is refused when its mapping is read.</remarks>
internal sealed class GatewayState : IAsyncDisposable
{
    private readonly StateTables passing;
    private readonly StateTables lasting;

    public GatewayState(StateConfig config, TimeProvider clock)
    {
        passing = new StateTables(StateStore.Memory(clock), StateKeys.Random());
        lasting = config is { IsMemory: false, Keys: { } keys } ? new StateTables(StateStores.Of(config, clock), keys) : passing;
        Owing = new OwedWork(lasting, passing, () => config.File is null || File.Exists(config.File));
    }

    /// <summary>Everything of all targets that are no sandboxes.</summary>
    public StateTables Lasting => lasting;

    /// <summary>What targets are owed, for the worker and for people.</summary>
    public OwedWork Owing { get; }

    /// <summary>Opens the store, and makes it where there is none, so that one that cannot be used is found before it is
    /// needed.</summary>
    /// <exception cref="Scim.Errors.ScimException">503: it cannot be used, or not with this key.</exception>
    public Task PrepareAsync(CancellationToken cancellation) => lasting.PrepareAsync(cancellation);

    /// <summary>Where the target's rows are.</summary>
    public StateTables Of(TargetConfig target) => target.Sandbox is null ? lasting : passing;

    public Tombstones Tombstones(TargetConfig target, string resourceType) => Of(target).Tombstones(target.Name, resourceType);

    public WrittenNames Names(TargetConfig target, string resourceType) => Of(target).Names(target.Name, resourceType);

    public BegunCreates Creates(TargetConfig target, string resourceType) => Of(target).Creates(target.Name, resourceType);

    public OwedResources Owed(TargetConfig target, string resourceType) => Of(target).Owed(target.Name, resourceType);

    public async ValueTask DisposeAsync()
    {
        await lasting.Store.DisposeAsync();
        if (lasting != passing) await passing.Store.DisposeAsync();
    }
}
