using System.Net;
using Microsoft.Extensions.Primitives;
using ScimGateway.Targets;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;

namespace ScimGateway.Runtime;

/// <summary>Feeds YARP from <c>gateway.yaml</c>: a cluster a target, and one route that leads every SCIM request into the
/// pipeline, where the client's token chooses the cluster.</summary>
internal sealed class ProxyConfigSource : IProxyConfigProvider, IConfigChangeListener, IDisposable
{
    public const string Prefix = "/scim/v2";

    private Snapshot current = new([], []);
    private TaskCompletionSource? applied;

    /// <summary>YARP, fed from here.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<ProxyConfigSource>();
        services.AddSingleton<IProxyConfigProvider>(provider => provider.GetRequiredService<ProxyConfigSource>());
        services.AddSingleton<IConfigChangeListener>(provider => provider.GetRequiredService<ProxyConfigSource>());
        services.AddReverseProxy().ConfigureHttpClient((_, handler) =>
        {
            handler.AutomaticDecompression = DecompressionMethods.All;
            handler.ActivityHeadersPropagator = null; // else the client's baggage and tracestate go on to the target
        });
    }

    public IProxyConfig GetConfig() => current;

    /// <summary>Hands the targets to YARP and waits until it serves them.</summary>
    /// <exception cref="InvalidOperationException">YARP refuses them; it goes on with what it had.</exception>
    public async Task ApplyAsync(IEnumerable<Target> targets, CancellationToken cancellation)
    {
        var clusters = targets.Select(Cluster).ToList();
        var done = applied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var old = Interlocked.Exchange(ref current, new Snapshot([Route(clusters[0].ClusterId)], clusters));
        old.Changed();
        await done.Task.WaitAsync(cancellation);
    }

    public void ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception) =>
        applied?.TrySetException(new InvalidOperationException("The proxy could not load the targets.", exception));

    public void ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
        // Loaded is not yet applied: ConfigurationApplied follows.
    }

    public void ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception) =>
        applied?.TrySetException(new InvalidOperationException("The proxy refused the targets.", exception));

    public void ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
        if (proxyConfigs.Contains(current)) applied?.TrySetResult();
    }

    public void Dispose() => current.Dispose();

    private static RouteConfig Route(string anyCluster) => new()
    {
        RouteId = "scim",
        ClusterId = anyCluster,
        Match = new RouteMatch { Path = Prefix + "/{**rest}" },
    };

    private static ClusterConfig Cluster(Target target) => new()
    {
        ClusterId = target.Name,
        Destinations = target.Config.Urls.Select((address, index) => (address, index)).ToDictionary(
            pair => $"{target.Name}-{pair.index + 1}",
            pair => new DestinationConfig { Address = pair.address },
            StringComparer.Ordinal),
        HealthCheck = new HealthCheckConfig
        {
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate },
            Active = target.Config.Health is { } health
                ? new ActiveHealthCheckConfig { Enabled = true, Path = health.Path, Interval = health.Interval }
                : null,
        },
        HttpClient = new HttpClientConfig { MaxConnectionsPerServer = target.Config.Limits.Concurrency },
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = target.Config.Limits.Timeout },
    };

    private sealed class Snapshot(IReadOnlyList<RouteConfig> routes, IReadOnlyList<ClusterConfig> clusters) : IProxyConfig, IDisposable
    {
        private readonly CancellationTokenSource changed = new();

        public IReadOnlyList<RouteConfig> Routes { get; } = routes;

        public IReadOnlyList<ClusterConfig> Clusters { get; } = clusters;

        public IChangeToken ChangeToken => new CancellationChangeToken(changed.Token);

        public void Changed() => changed.Cancel();

        public void Dispose() => changed.Dispose();
    }
}
