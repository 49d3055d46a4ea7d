using ScimGateway.Auditing;
using ScimGateway.Calls;
using ScimGateway.Scim.Errors;
using ScimGateway.Targets;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace ScimGateway.Pipeline.Arrivals;

/// <summary>Chooses among a target's destinations as YARP's load balancing does, and tells YARP's passive health what became of a
/// call to one.</summary>
/// <remarks>YARP's own middlewares do both for the cluster of a <em>route</em>, and passive health hears nothing there when a
/// fault is thrown; here the token chooses the cluster, and every fault is thrown. A transport failure counts, an HTTP status
/// does not. A target with one destination is never locked out: when none is healthy, all are tried
/// (<c>HealthyOrPanic</c>).</remarks>
internal sealed class Destinations(
    ILoadBalancingPolicy balancing,
    IPassiveHealthCheckPolicy health,
    DestinationWatch watch,
    TimeProvider clock
)
{
    /// <summary>Those that weigh the requests under way count only what YARP's forwarder sends.</summary>
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

    /// <summary>For one request; its end tells what became of the calls.</summary>
    /// <exception cref="ScimException">503: there is none.</exception>
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

/// <summary>Where one request goes.</summary>
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
    /// <summary>What its calls are made with.</summary>
    public CallContext Calls => new(connection, context.RequestAborted);

    public void Dispose()
    {
        // A client that went away says nothing about the target.
        if (context.RequestAborted.IsCancellationRequested) return;
        for (int place = 0; place < inTurn.Count; place++)
            if (connection.UseOf(place) is { IsUsed: true } use) Tell(inTurn[place], use.Unreached);
    }

    private void Tell(DestinationState destination, Exception? fault)
    {
        if (fault is not null) context.Features.Set<IForwarderErrorFeature>(new TargetError(fault)); // where the policy looks
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
