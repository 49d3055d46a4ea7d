using System.Text.Json.Nodes;
using ScimGateway.Auditing;
using ScimGateway.Replicas;
using ScimGateway.Runtime;
using ScimGateway.Scim.Json;
using ScimGateway.Targets;

namespace ScimGateway.Pipeline;

/// <summary><c>/healthz</c>: the process is alive. <c>/readyz</c>: it has a good config, and the state of each target.</summary>
internal static class Health
{
    public static Task AliveAsync(HttpContext context) => WriteAsync(context, 200, new JsonObject { ["status"] = "alive" });

    /// <summary>200 as soon as there is a config to serve and its functions are warm; a bad edit or a sick target shows, but takes no replica out of rotation.</summary>
    public static Task ReadyAsync(HttpContext context)
    {
        var current = context.RequestServices.GetRequiredService<CurrentGateway>();
        if (current.Value is not { } gateway) return WriteAsync(context, 503, new JsonObject { ["status"] = "starting" });
        if (!context.RequestServices.GetRequiredService<WarmUps>().IsWarm) return WriteAsync(context, 503, new JsonObject { ["status"] = "warming up" });
        var targets = new JsonObject();
        foreach (var target in gateway.Targets.Values.OrderBy(target => target.Name, StringComparer.Ordinal)) targets[target.Name] = State(target);
        var config = new JsonObject { ["loadedAt"] = gateway.LoadedAt.ToString("O"), ["lastEdit"] = current.Fault is null ? "in use" : "refused" };
        if (current.Fault is { } fault) config["fault"] = fault;
        return WriteAsync(context, 200, new JsonObject
        {
            ["status"] = current.Fault is null ? "ready" : "ready, with the last good config",
            ["config"] = config,
            ["targets"] = targets,
            ["cache"] = context.RequestServices.GetRequiredService<IReplicaCache>().State,
            ["auditRecordsLost"] = context.RequestServices.GetRequiredService<IAuditSink>().Lost,
            ["logLinesLost"] = context.RequestServices.GetRequiredService<LogLoss>().Count,
        });
    }

    private static JsonObject State(Target target)
    {
        var destinations = target.Cluster!.DestinationsState.AllDestinations;
        return new JsonObject
        {
            ["destinations"] = destinations.Count,
            ["healthy"] = target.Cluster.DestinationsState.AvailableDestinations.Count(destination =>
                destination.Health.Passive != Yarp.ReverseProxy.Model.DestinationHealth.Unhealthy && destination.Health.Active != Yarp.ReverseProxy.Model.DestinationHealth.Unhealthy),
            ["breaker"] = target.Memory.Traffic.Breaker,
            ["mapping"] = target.Mapping.Name,
        };
    }

    private static async Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.BodyWriter.WriteAsync(ScimJson.ToUtf8(body), context.RequestAborted);
    }
}
