using ScimGateway.Targets;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace ScimGateway.Runtime;

/// <summary>YARP's policy of health checks (unhealthy after two failures in a row), which also reports to our log.</summary>
internal sealed class WatchedProbes(IServiceProvider services, DestinationWatch watch) : IActiveHealthCheckPolicy
{
    public const string PolicyName = "watched";

    // Not in the constructor: this class is one of the policies itself.
    private readonly Lazy<IActiveHealthCheckPolicy> policy = new(() =>
        services.GetServices<IActiveHealthCheckPolicy>()
            .Single(policy => policy.Name == HealthCheckConstants.ActivePolicy.ConsecutiveFailures));

    public string Name => PolicyName;

    public void ProbingCompleted(ClusterState cluster, IReadOnlyList<DestinationProbingResult> probingResults)
    {
        policy.Value.ProbingCompleted(cluster, probingResults);
        foreach (var result in probingResults) watch.Probed(ProxyConfigSource.TargetOf(cluster.ClusterId), result);
    }
}
