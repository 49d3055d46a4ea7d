using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace ScimGateway.Pipeline;

/// <summary>Tells YARP's passive health what became of the call to a destination.</summary>
/// <remarks>YARP's own middleware judges the cluster of the <em>route</em>, and nothing when a fault is thrown; here one route serves
/// every cluster, and every fault is thrown. A transport failure counts, an HTTP status does not. A target with one destination is never
/// locked out: when none is healthy, all are tried (<c>HealthyOrPanic</c>).</remarks>
internal sealed class PassiveHealth
{
    private readonly IPassiveHealthCheckPolicy policy;

    internal PassiveHealth(IPassiveHealthCheckPolicy policy) => this.policy = policy;

    public static PassiveHealth From(IServiceProvider services) => new(services.GetServices<IPassiveHealthCheckPolicy>()
        .Single(policy => policy.Name == HealthCheckConstants.PassivePolicy.TransportFailureRate));

    /// <summary>After the call; a fault of it stands in <see cref="Yarp.ReverseProxy.Forwarder.IForwarderErrorFeature"/>.</summary>
    public void Judge(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        // A client that went away says nothing about the target.
        if (!context.RequestAborted.IsCancellationRequested) policy.RequestProxied(context, cluster, destination);
    }
}
