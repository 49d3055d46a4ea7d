using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Primitives;
using ScimGateway.Configuration;
using ScimGateway.Targets;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;

namespace ScimGateway.Runtime;

/// <summary>Configures YARP from <c>gateway.yaml</c>: a cluster for each target. There are no routes: the client's token selects
/// the cluster.</summary>
internal sealed class ProxyConfigSource(HealthProbes probes) : IProxyConfigProvider, IConfigChangeListener, IDisposable
{
    /// <summary>YARP answers at once; this time-out makes sure that later edits are applied even if it does not.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private Snapshot current = new([]);

    /// <summary>YARP, configured from here.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services
            .AddSingleton<HealthProbes>()
            .AddSingleton<IProbingRequestFactory>(provider => provider.GetRequiredService<HealthProbes>());
        services.AddSingleton<DestinationWatch>().AddSingleton<IActiveHealthCheckPolicy, WatchedProbes>();
        services.AddSingleton<ProxyConfigSource>();
        services.AddSingleton<IProxyConfigProvider>(provider => provider.GetRequiredService<ProxyConfigSource>());
        services.AddSingleton<IConfigChangeListener>(provider => provider.GetRequiredService<ProxyConfigSource>());
        services.AddReverseProxy().ConfigureHttpClient((context, handler) =>
        {
            handler.ConnectTimeout = ConnectTimeout(context.NewMetadata) ?? handler.ConnectTimeout;
            handler.AutomaticDecompression = DecompressionMethods.None; // done where answers are read, see ContentCoding
            handler.ActivityHeadersPropagator = null; // else the client's baggage and tracestate would be forwarded
        });
        // YARP brings data protection for its session affinity, which we do not use; it would write a key into the user's home.
        foreach (var keys in services.Where(MakesKeys).ToList()) services.Remove(keys);
        // And authorization for its routes, which the web application would then check for every request; ours is by token, in
        // the SCIM endpoint.
        services.RemoveAll<IAuthorizationHandlerProvider>();
    }

    private static TimeSpan? ConnectTimeout(IReadOnlyDictionary<string, string>? metadata) =>
        metadata?.GetValueOrDefault(nameof(ConnectTimeout)) is { } told
            ? TimeSpan.Parse(told, CultureInfo.InvariantCulture)
            : null;

    // A destination that drops packets would use up the time of the call, and none would be left for the others.
    private static Dictionary<string, string>? Metadata(TargetConfig target) => target.Urls.Count == 1
        ? null
        : new(StringComparer.Ordinal)
        {
            [nameof(ConnectTimeout)] = (target.Limits.Timeout / 3).ToString("c", CultureInfo.InvariantCulture),
        };

    private static bool MakesKeys(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && service.ImplementationType?.Namespace?.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal)
            == true;

    public IProxyConfig GetConfig() => current;

    /// <summary>YARP's name of a target's cluster. A new address makes a new cluster: a request that started with the old
    /// credentials must not send them there.</summary>
    public static string ClusterId(TargetConfig target) => $"{target.Name} at {string.Join(", ", target.Urls)}";

    /// <summary>The name of a cluster's target.</summary>
    public static string TargetOf(string clusterId) => clusterId.Split(' ', 2)[0];

    /// <summary>Passes the targets to YARP and waits until it has applied them. One call at a time.</summary>
    /// <exception cref="InvalidOperationException">YARP refuses them; its old config stays.</exception>
    /// <exception cref="TimeoutException">YARP has not answered for 30 seconds.</exception>
    public async Task ApplyAsync(IEnumerable<TargetConfig> targets, CancellationToken cancellation)
    {
        var clusters = new List<ClusterConfig>();
        foreach (var target in targets)
        {
            probes.Carry(ClusterId(target), target.Auth);
            clusters.Add(Cluster(target));
        }

        var next = new Snapshot(clusters);
        var old = Interlocked.Exchange(ref current, next);
        old.Changed();
        await next.Applied.Task.WaitAsync(Patience, cancellation);
    }

    public void ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception) =>
        current.Applied.TrySetException(new InvalidOperationException("The proxy could not load the targets.", exception));

    public void ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
        // Loaded does not mean applied: ConfigurationApplied follows.
    }

    public void ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception)
    {
        foreach (var refused in proxyConfigs.OfType<Snapshot>())
            refused.Applied.TrySetException(new InvalidOperationException("The proxy refused the targets.", exception));
    }

    public void ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
        foreach (var served in proxyConfigs.OfType<Snapshot>()) served.Applied.TrySetResult();
    }

    public void Dispose() => current.Dispose();

    private static ClusterConfig Cluster(TargetConfig target) => new()
    {
        ClusterId = ClusterId(target),
        Destinations = target.Urls.Select((address, index) => (address, index)).ToDictionary(
            pair => $"{target.Name}-{pair.index + 1}",
            pair => new DestinationConfig { Address = pair.address },
            StringComparer.Ordinal),
        HealthCheck = new HealthCheckConfig
        {
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            // With TransportFailureRate: three in ten of the last minute's calls, at least ten, that did not reach the
            // destination.
            Passive = new PassiveHealthCheckConfig
            {
                Enabled = true,
                Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate,
            },
            Active = target.Health is { } health
                ? new ActiveHealthCheckConfig
                {
                    Enabled = true,
                    Policy = WatchedProbes.PolicyName,
                    Path = health.Path,
                    Interval = health.Interval,
                }
                : null,
        },
        HttpClient = new HttpClientConfig { MaxConnectionsPerServer = target.Limits.Concurrency },
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = target.Limits.Timeout },
        Metadata = Metadata(target),
    };

    private sealed class Snapshot(IReadOnlyList<ClusterConfig> clusters) : IProxyConfig, IDisposable
    {
        private readonly CancellationTokenSource changed = new();

        public TaskCompletionSource Applied { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<RouteConfig> Routes => [];

        public IReadOnlyList<ClusterConfig> Clusters { get; } = clusters;

        public IChangeToken ChangeToken => new CancellationChangeToken(changed.Token);

        public void Changed() => changed.Cancel();

        public void Dispose() => changed.Dispose();
    }
}
