using ScimGateway.Configuration;
using ScimGateway.Configuration.Loading;
using ScimGateway.Configuration.Watching;
using Yarp.ReverseProxy;

namespace ScimGateway.Runtime;

/// <summary>Loads the gateway at the start and again after every edit of its files (hot reload). An invalid edit is not applied:
/// the last valid config stays in use, without the tokens and secrets that the edit removes (<see cref="Revocations"/>), and the
/// log and <c>/readyz</c> say why.</summary>
internal sealed partial class GatewayReloader(
    ConfigSource source,
    GatewayLoader loader,
    ProxyConfigSource proxy,
    IProxyStateLookup clusters,
    CurrentGateway current,
    WarmUps warmUps,
    DailyWarnings warnings,
    ILogger<GatewayReloader> log) : IAsyncDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private readonly CancellationTokenSource stopping = new();
    private ConfigWatcher? watcher;
    private IReadOnlyList<string> files = [];
    private string used = "";

    /// <exception cref="ConfigException">The files cannot be used, and there is no earlier config.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var config = source.Read();
        files = config.Files;
        used = ConfigFingerprint.Of(source.Path, files);
        await UseAsync(config, cancellation);
        watcher = new ConfigWatcher(
            source.Path,
            config.Watched,
            () => _ = EditedAsync(),
            cannotWatch: why => LogUnwatched(log, why)
        );
    }

    // A false positive (another file in the same folder, a touch) must not discard rate limiters, locks and caches.
    private Task EditedAsync() =>
        ConfigFingerprint.Of(source.Path, files) == used ? Task.CompletedTask : ReloadAsync();

    /// <summary>Reads the files again. It does not throw: nobody waits for it.</summary>
    public async Task ReloadAsync()
    {
        await oneAtATime.WaitAsync();
        GatewayConfig? edited = null;
        try
        {
            if (stopping.IsCancellationRequested) return;
            used = ConfigFingerprint.Of(source.Path, files); // before the files are read: an edit in between counts as a new one
            edited = source.Read();
            await ReloadAsync(edited, stopping.Token);
        }
        catch (ConfigException fault)
        {
            Withdraw(edited ?? fault.Draft);
            AwaitAlso(fault.Files);
            current.Keep(fault.Message);
            LogKept(log, fault.Message);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The gateway stops, so no other config is needed.
        }
        catch (Exception fault)
        {
            Withdraw(edited);
            current.Keep($"The edited config could not be put to use ({fault.GetType().Name}); the log has the reason.");
            LogFailed(log, fault);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Waits for the end of a reload in progress.</summary>
    public async ValueTask DisposeAsync()
    {
        watcher?.Dispose();
        await stopping.CancelAsync();
        await oneAtATime.WaitAsync();
        stopping.Dispose();
        oneAtATime.Release();
    }

    private async Task ReloadAsync(GatewayConfig config, CancellationToken cancellation)
    {
        var running = current.Value!.Config;
        // Before its mappings are compiled: if one in a new folder is invalid, its next edit must be noticed.
        if (config.Files.Except(files, StringComparer.Ordinal).Any()) used = "";
        files = [.. config.Files.Union(running.Files, StringComparer.Ordinal)];
        watcher?.Watch(config.Watched.Union(running.Watched, StringComparer.Ordinal));
        RestartFaults.ThrowIfAny(running, config);
        await UseAsync(config, cancellation);
        LogReloaded(log, config.Clients.Count, config.Targets.Count);
    }

    // Revocation is immediate: tokens and secrets that the edit removes or changes stop working although the rest of it is
    // refused.
    private void Withdraw(GatewayConfig? edited)
    {
        var gateway = current.Value!;
        gateway.Withdrawn = Revocations.Of(gateway.Config, edited);
        if (gateway.Withdrawn.Count > 0) LogWithdrawn(log, gateway.Withdrawn.Count);
    }

    // A secret that the edit names may be written after the edit.
    private void AwaitAlso(IReadOnlyList<string> named)
    {
        if (!named.Except(files, StringComparer.Ordinal).Any()) return;
        files = [.. files.Union(named, StringComparer.Ordinal)];
        used = "";
        watcher?.Watch(current.Value!.Config.Watched.Union(named, StringComparer.Ordinal));
    }

    // YARP first, then ours: every request sees targets whose clusters exist, and a request in progress keeps those that it
    // started with.
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

        current.Swap(gateway);
        warnings.Begin(config);
        warmUps.Begin(gateway);
    }

    [LoggerMessage(1, LogLevel.Information, "The config was reloaded: {Clients} clients, {Targets} targets")]
    private static partial void LogReloaded(ILogger logger, int clients, int targets);

    [LoggerMessage(2, LogLevel.Error, "The edited config cannot be used, the last good one goes on: {Faults}")]
    private static partial void LogKept(ILogger logger, string faults);

    [LoggerMessage(
        4,
        LogLevel.Warning,
        "{Count} tokens or credentials that the refused edit removes or changes are not in use any more"
    )]
    private static partial void LogWithdrawn(ILogger logger, int count);

    [LoggerMessage(5, LogLevel.Warning, "{Why}")]
    private static partial void LogUnwatched(ILogger logger, string why);

    [LoggerMessage(3, LogLevel.Error, "The edited config could not be put to use, the last good one goes on")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
