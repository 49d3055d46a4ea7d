using ScimGateway.Auditing;
using ScimGateway.Calls;
using ScimGateway.Scim.Errors;
using ScimGateway.Targets;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace ScimGateway.Pipeline.Arrivals;

/// <summary>Chooses among a target's destinations by YARP's load balancing, and reports the result of each call to YARP's passive
/// health checks.</summary>
/// <remarks>YARP's own middlewares do both for the cluster of a <em>route</em>, and passive health checks miss faults that are
/// thrown; here the token chooses the cluster, and every fault is thrown. A transport failure counts, an HTTP status does not.
/// The last destination of a target always gets calls: when none is healthy, all are tried (<c>HealthyOrPanic</c>).</remarks>
internal sealed class Destinations(
    ILoadBalancingPolicy balancing,
    IPassiveHealthCheckPolicy health,
    DestinationWatch watch,
    TimeProvider clock
)
{
    /// <summary>Policies that weigh the requests in progress count only those of YARP's forwarder.</summary>
    private static readonly string Balancing = LoadBalancingPolicies.RoundRobin;

    public static Destinations From(IServiceProvider services) => new(
        services.GetServices<ILoadBalancingPolicy>().Single(policy => policy.Name == Balancing),
        services
            .GetServices<IPassiveHealthCheckPolicy>()
            .Single(policy => policy.Name == HealthCheckConstants.PassivePolicy.TransportFailureRate),
        services.GetRequiredService<DestinationWatch>(),
        services.GetRequiredService<TimeProvider>());

    /// <summary>Begins the time that all operations of one exchange share.</summary>
    public void Begin(Exchange exchange) => exchange.CallsBegan = clock.GetTimestamp();

    /// <summary>For one request; when it is disposed, it reports the results of the calls.</summary>
    /// <exception cref="ScimException">503: no destination is healthy.</exception>
    public Destination Choose(HttpContext context, Target target, Exchange exchange)
    {
        var cluster = target.Cluster!;
        var available = cluster.DestinationsState.AvailableDestinations;
        var chosen = (available.Count == 1 ? available[0] : balancing.PickDestination(context, cluster, available))
            ?? throw new ScimException(503, null, $"No destination of the target '{target.Name}' is healthy.")
            {
                RetryAfter = TimeSpan.FromSeconds(10),
                Reason = "no healthy destination",
            };
        IReadOnlyList<DestinationState> inTurn =
            available.Count == 1 ? available : [chosen, .. available.Where(other => other != chosen)];
        string[] addresses = [.. inTurn.Select(destination => destination.Model.Config.Address.TrimEnd('/'))];
        var connection = new TargetConnection(
            cluster.Model.HttpClient,
            addresses,
            exchange,
            target.Config.Limits.Patience,
            clock
        );
        return new Destination(health, watch, context, target, inTurn, connection);
    }
}

/// <summary>The destinations of one request.</summary>
/// <param name="inTurn">The destinations in the order of the connection's addresses.</param>
internal sealed class Destination(
    IPassiveHealthCheckPolicy health,
    DestinationWatch watch,
    HttpContext context,
    Target target,
    IReadOnlyList<DestinationState> inTurn,
    TargetConnection connection
) : IDisposable
{
    /// <summary>The context of its calls.</summary>
    public CallContext Calls => new(connection, context.RequestAborted);

    public void Dispose()
    {
        // A client that hangs up says nothing about the target.
        if (context.RequestAborted.IsCancellationRequested) return;
        for (int place = 0; place < inTurn.Count; place++)
            if (connection.UseOf(place) is { IsUsed: true } use) Tell(inTurn[place], use.Unreached);
    }

    private void Tell(DestinationState destination, Exception? fault)
    {
        if (fault is not null) context.Features.Set<IForwarderErrorFeature>(new TargetError(fault)); // the policy looks there
        health.RequestProxied(context, target.Cluster!, destination);
        if (fault is not null)
            context.Features.Set<IForwarderErrorFeature>(null); // there may be another destination, or operation
        watch.Called(target.Name, destination, fault);
    }

    private sealed record TargetError(Exception? Exception) : IForwarderErrorFeature
    {
        public ForwarderError Error =>
            Exception is OperationCanceledException ? ForwarderError.RequestTimedOut : ForwarderError.Request;
    }
}
