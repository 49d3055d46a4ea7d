using ScimGateway.Commands.Output;
using ScimGateway.Configuration;
using ScimGateway.Configuration.Loading;
using ScimGateway.Configuration.Reading;
using ScimGateway.Scim.Errors;
using ScimGateway.State;
using ScimGateway.Stores.Care;
using ScimGateway.Stores.Sealing;
using ScimGateway.Stores.Tables;

namespace ScimGateway.Commands.States;

/// <summary><c>state …</c>: looks at the gateway's own store, and changes it as a whole.</summary>
/// <param name="config">The path of the gateway.yaml that names the store.</param>
/// <param name="shown">Where it tells.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class StateCommands(string config, Shown shown, CancellationToken cancellation)
{
    /// <summary><c>key</c>: nothing but the key, so that it can go into a file.</summary>
    public static int Key(Shown shown)
    {
        shown.Line(StateKey.NewText());
        return 0;
    }

    public Task<int> CheckAsync() => WithStoreAsync(async (store, state) =>
    {
        var held = await StateInventory.OfAsync(store, state.Keys, cancellation);
        shown.Line($"{state.Place}, version {held.Version}.");
        foreach (var key in held.Keys)
            Tell(key.IsHere, $"key {key.Id}: {(key.IsHere ? "in the config" : "lost; name it in state.previousKeys")}");
        foreach (var count in held.Counts) shown.Line($"{count.Target}: {count.Rows} {count.Table}");
        if (held.Counts.Count == 0) shown.Line("It holds nothing.");
        return held.Keys.All(key => key.IsHere) ? 0 : 1;
    });

    public Task<int> MigrateAsync() => WithStoreAsync(async (store, state) =>
    {
        if (state.Keys is { } keys) await new StateTables(store, keys).PrepareAsync(cancellation);
        var held = await StateInventory.OfAsync(store, state.Keys, cancellation);
        shown.Good($"{state.Place} is of version {held.Version}.");
        return 0;
    });

    public Task<int> CopyAsync(string to) => WithStoreAsync(async (store, _) =>
    {
        var target = Parse(to);
        if (target.IsMemory) throw new ValueFaultException("would end with this command; write sqlite:PATH or postgres:env:NAME");
        await using var other = StateStores.Of(target, TimeProvider.System);
        long rows = await StateCopy.ToAsync(store, other, cancellation);
        shown.Good($"{rows} rows copied; write state: {{ store: \"{to}\", … }} into {config}, with the same keys.");
        return 0;
    });

    public Task<int> RekeyAsync() => WithKeysAsync(async (store, keys) =>
    {
        await new StateTables(store, keys).PrepareAsync(cancellation);
        var done = await StateRekey.RunAsync(store, keys, cancellation);
        shown.Good($"{done.Sealed} values are sealed with the key {keys.Current.Id} now.");
        if (done.Kept == 0) shown.Line("No other key is needed any more: previousKeys can go.");
        else shown.Line($"{done.Kept} names of deleted or half created resources stay with {string.Join(", ", done.Needed)} until they end.");
        return 0;
    });

    public Task<int> ForgetAsync() => WithKeysAsync(async (store, keys) =>
    {
        var done = await StateForget.RunAsync(store, keys, cancellation);
        await new StateTables(store, keys).PrepareAsync(cancellation);
        shown.Good($"Forgotten: {done.Owed} values that targets are owed, {done.Creates} half creates.");
        if (done.Tombstones > 0) shown.Line($"{done.Tombstones} deleted resources stay deleted; a create of their names no longer finds them.");
        return 0;
    });

    public Task<int> RenameAsync(string before, string after) => WithKeysAsync(async (store, keys) =>
    {
        await new StateTables(store, keys).PrepareAsync(cancellation);
        int rows = await TargetRename.RunAsync(store, keys, before, after, cancellation);
        Tell(rows > 0, rows > 0 ? $"{rows} rows of {before} are {after}'s now." : $"There is nothing of {before}.");
        return rows > 0 ? 0 : 1;
    });

    private Task<int> WithKeysAsync(Func<StateStore, StateKeys, Task<int>> run) => WithStoreAsync((store, state) =>
        state.Keys is { } keys ? run(store, keys) : throw new ValueFaultException("has no key; write state: { key: file:state.key }"));

    private async Task<int> WithStoreAsync(Func<StateStore, StateConfig, Task<int>> run)
    {
        try
        {
            var state = GatewayConfigReader.Read(config).State;
            if (state.IsMemory) throw new ValueFaultException("is memory, which only a running gateway has");
            await using var store = StateStores.Of(state, TimeProvider.System);
            return await run(store, state);
        }
        catch (ValueFaultException fault)
        {
            shown.Bad($"{config}: state {fault.Message}");
        }
        catch (Exception fault) when (fault is ConfigException or ScimException)
        {
            shown.Bad(fault.Message);
        }

        return 1;
    }

    // Its paths are from the folder of gateway.yaml, as there.
    private StateConfig Parse(string to)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(config))!;
        return new StateReader(new Secrets(folder, Environment.GetEnvironmentVariable), folder).Parse(to);
    }

    private void Tell(bool isGood, string text)
    {
        if (isGood) shown.Line(text);
        else shown.Bad(text);
    }
}
