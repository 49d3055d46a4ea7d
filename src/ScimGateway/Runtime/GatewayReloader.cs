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
    ILogger<GatewayReloader> log) : IAsyncDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private readonly CancellationTokenSource stopping = new();
    private ConfigWatcher? watcher;

    /// <exception cref="ConfigException">The files cannot be used: there is no earlier config to go on with.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var gateway = await LoadAsync(cancellation);
        watcher = new ConfigWatcher(path, gateway.Config.Folders, () => _ = ReloadAsync());
    }

    public async Task ReloadAsync()
    {
        await oneAtATime.WaitAsync(stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stopping.IsCancellationRequested) return;
        try
        {
            var gateway = await LoadAsync(stopping.Token);
            watcher?.Watch(gateway.Config.Folders);
            LogReloaded(log, gateway.Clients.Clients.Count, gateway.Targets.Count);
        }
        catch (ConfigException fault)
        {
            current.Keep(fault.Message);
            LogKept(log, fault.Message);
        }
        catch (Exception fault) when (fault is InvalidOperationException or IOException)
        {
            current.Keep("The new config could not be put to use.");
            LogFailed(log, fault);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        watcher?.Dispose();
        stopping.Dispose();
        oneAtATime.Dispose();
    }

    // YARP first, then ours: every request sees targets whose clusters exist, and one under way keeps those it started with.
    private async Task<Gateway> LoadAsync(CancellationToken cancellation)
    {
        var gateway = await loader.LoadAsync(path, cancellation);
        await proxy.ApplyAsync(gateway.Targets.Values, cancellation);
        foreach (var target in gateway.Targets.Values)
            target.Cluster = clusters.TryGetCluster(target.Name, out var cluster) ? cluster : throw new InvalidOperationException($"YARP lost '{target.Name}'.");
        current.Swap(gateway);
        return gateway;
    }

    [LoggerMessage(1, LogLevel.Information, "The config was reloaded: {Clients} clients, {Targets} targets")]
    private static partial void LogReloaded(ILogger logger, int clients, int targets);

    [LoggerMessage(2, LogLevel.Error, "The edited config cannot be used, the last good one goes on: {Faults}")]
    private static partial void LogKept(ILogger logger, string faults);

    [LoggerMessage(3, LogLevel.Error, "The edited config could not be put to use, the last good one goes on")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
