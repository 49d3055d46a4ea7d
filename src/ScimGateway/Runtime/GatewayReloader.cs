using ScimGateway.Configuration;
using Yarp.ReverseProxy;

namespace ScimGateway.Runtime;

/// <summary>Loads the gateway at the start and again after every edit of its files. A bad edit changes nothing: the last good
/// config goes on, and the log and <c>/readyz</c> say why.</summary>
internal sealed partial class GatewayReloader(
    string path,
    GatewayLoader loader,
    ProxyConfigSource proxy,
    IProxyStateLookup clusters,
    CurrentGateway current,
    WarmUps warmUps,
    ILogger<GatewayReloader> log) : IAsyncDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private readonly CancellationTokenSource stopping = new();
    private ConfigWatcher? watcher;
    private IReadOnlyList<string> files = [];
    private string used = "";

    /// <exception cref="ConfigException">The files cannot be used: there is no earlier config to go on with.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var config = GatewayConfigReader.Read(path);
        files = config.Files;
        used = ConfigFingerprint.Of(path, files);
        await UseAsync(config, cancellation);
        watcher = new ConfigWatcher(path, config.Watched, () => _ = EditedAsync());
    }

    // What only looks like an edit (another file in the same folder, a touch) must not throw away budgets, locks and caches.
    private Task EditedAsync() =>
        ConfigFingerprint.Of(path, files) == used ? Task.CompletedTask : ReloadAsync();

    /// <summary>Reads the files again. It throws nothing: nobody waits for it.</summary>
    public async Task ReloadAsync()
    {
        await oneAtATime.WaitAsync();
        try
        {
            if (!stopping.IsCancellationRequested) await ReloadAsync(stopping.Token);
        }
        catch (ConfigException fault)
        {
            AwaitAlso(fault.Files);
            current.Keep(fault.Message);
            LogKept(log, fault.Message);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The gateway ends, and with it the wish for another config.
        }
        catch (Exception fault)
        {
            current.Keep($"The edited config could not be put to use ({fault.GetType().Name}); the log has the reason.");
            LogFailed(log, fault);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Waits for the end of a reload that is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        watcher?.Dispose();
        await stopping.CancelAsync();
        await oneAtATime.WaitAsync();
        stopping.Dispose();
        oneAtATime.Release();
    }

    private async Task ReloadAsync(CancellationToken cancellation)
    {
        used = ConfigFingerprint.Of(path, files); // before the files are read: an edit in between counts as a new one
        var config = GatewayConfigReader.Read(path);
        var running = current.Value!.Config;
        // Before its mappings are compiled: when one of a new folder is bad, its next edit must be noticed.
        if (config.Files.Except(files, StringComparer.Ordinal).Any()) used = "";
        files = [.. config.Files.Union(running.Files, StringComparer.Ordinal)];
        watcher?.Watch(config.Watched.Union(running.Watched, StringComparer.Ordinal));
        RestartFaults.ThrowIfAny(running, config);
        await UseAsync(config, cancellation);
        LogReloaded(log, config.Clients.Count, config.Targets.Count);
    }

    // A secret that the edit names may come after it.
    private void AwaitAlso(IReadOnlyList<string> named)
    {
        if (!named.Except(files, StringComparer.Ordinal).Any()) return;
        files = [.. files.Union(named, StringComparer.Ordinal)];
        used = "";
        watcher?.Watch(current.Value!.Config.Watched.Union(named, StringComparer.Ordinal));
    }

    // YARP first, then ours: every request sees targets whose clusters exist, and one under way keeps those it started with.
    private async Task UseAsync(GatewayConfig config, CancellationToken cancellation)
    {
        var gateway = await loader.LoadAsync(config, current.Value, cancellation);
        try
        {
            await proxy.ApplyAsync(gateway.Targets.Values.Select(target => target.Config), cancellation);
            foreach (var target in gateway.Targets.Values)
                target.Cluster = clusters.TryGetCluster(ProxyConfigSource.ClusterId(target.Config), out var cluster)
                    ? cluster
                    : throw new InvalidOperationException($"YARP lost '{target.Name}'.");
        }
        catch
        {
            gateway.Leave();
            throw;
        }

        foreach (string warning in ShortSecrets.In(config)) LogWarning(log, warning);
        current.Swap(gateway);
        warmUps.Begin(gateway);
    }

    [LoggerMessage(1, LogLevel.Information, "The config was reloaded: {Clients} clients, {Targets} targets")]
    private static partial void LogReloaded(ILogger logger, int clients, int targets);

    [LoggerMessage(2, LogLevel.Error, "The edited config cannot be used, the last good one goes on: {Faults}")]
    private static partial void LogKept(ILogger logger, string faults);

    [LoggerMessage(4, LogLevel.Warning, "{Warning}")]
    private static partial void LogWarning(ILogger logger, string warning);

    [LoggerMessage(3, LogLevel.Error, "The edited config could not be put to use, the last good one goes on")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
