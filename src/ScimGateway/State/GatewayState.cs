using ScimGateway.Configuration;

namespace ScimGateway.State;

/// <summary>What the gateway itself must remember of its targets, where the config says (<c>state</c>).</summary>
/// <remarks>A sandbox begins anew with every start of the gateway. What is remembered of it ends with the process, too: a user
/// who is there again must not be hidden by a deletion of yesterday.</remarks>
internal sealed class GatewayState(StateConfig config) : IDisposable
{
    private readonly SqliteStore lasting = new(config.File);
    private readonly SqliteStore passing = new(file: null);

    /// <summary>Opens the file, and makes it where there is none, so that a store that cannot be used is found before it is
    /// needed.</summary>
    /// <exception cref="Scim.Errors.ScimException">503: it cannot be used.</exception>
    public Task PrepareAsync(CancellationToken cancellation) => lasting.UseAsync(_ => 0, cancellation);

    public ITombstones Tombstones(TargetConfig target, string resourceType) => new SqliteTombstones(Rows(target, resourceType));

    public WrittenNames Names(TargetConfig target, string resourceType) => new(Rows(target, resourceType));

    public BegunCreates Creates(TargetConfig target, string resourceType) => new(Rows(target, resourceType));

    private StateRows Rows(TargetConfig target, string resourceType) =>
        new(target.Sandbox is null ? lasting : passing, target.Name, resourceType);

    public void Dispose()
    {
        lasting.Dispose();
        passing.Dispose();
    }
}
