using System.Runtime;
using System.Text.Json.Nodes;
using ScimGateway.Auditing;
using ScimGateway.Configuration;
using ScimGateway.Deliveries;
using ScimGateway.Replicas;
using ScimGateway.Runtime;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.State;
using ScimGateway.Targets;
using Yarp.ReverseProxy.Model;

namespace ScimGateway.Pipeline.Endpoints;

/// <summary><c>/healthz</c>: the process is alive. <c>/readyz</c>: it can serve. Both are public and say no more than that; the
/// details are the operator's (<see cref="ManageEndpoint"/>).</summary>
internal static class Health
{
    public static Task AliveAsync(HttpContext context) => WriteAsync(context, 200, new JsonObject { ["status"] = "alive" });

    /// <summary>200 as soon as a config is loaded and the pipeline is warm; neither an invalid edit nor a failing target takes a
    /// replica out of rotation.</summary>
    public static Task ReadyAsync(HttpContext context) => IsReady(context.RequestServices)
        ? WriteAsync(context, 200, new JsonObject { ["status"] = "ready" })
        : WriteAsync(context, 503, new JsonObject { ["status"] = "not ready" });

    /// <summary>The same with everything that an operator wants to know.</summary>
    public static async Task DetailsAsync(HttpContext context)
    {
        var details = await DetailsAsync(context.RequestServices, context.RequestAborted);
        await WriteAsync(context, IsReady(context.RequestServices) ? 200 : 503, details);
    }

    public static async Task<JsonObject> DetailsAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var current = services.GetRequiredService<CurrentGateway>();
        if (current.Value is not { } gateway) return new JsonObject { ["status"] = "starting" };
        var targets = new JsonObject();
        foreach (var target in gateway.Targets.Values.OrderBy(target => target.Name, StringComparer.Ordinal))
            targets[target.Name] = State(target, gateway);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var warnings = ConfigWarnings.In(gateway.Config, now);
        string? storeFault = await OwedAsync(targets, services.GetRequiredService<GatewayState>().Owing, now, cancellation);
        var details = new JsonObject
        {
            ["status"] = !IsReady(services) ? "warming up" : current.Fault is null ? "ready" : "ready, with the last good config",
            ["config"] = Config(current, gateway),
            ["warnings"] = new JsonArray([.. warnings.Select(warning => JsonValue.Create(warning))]),
            ["targets"] = targets,
            ["cache"] = services.GetRequiredService<IReplicaCache>().State,
            ["auditRecordsLost"] = services.GetRequiredService<IAuditSink>().Lost,
            ["logLinesLost"] = services.GetRequiredService<LogLoss>().Count,
            ["compiledMethods"] = JitInfo.GetCompiledMethodCount(),
        };
        if (storeFault is not null) details["state"] = storeFault;
        return details;
    }

    /// <summary>Adds to each target what it is owed, if it is.</summary>
    /// <returns>Why that is not known.</returns>
    private static async Task<string?> OwedAsync(
        JsonObject targets, OwedWork owing, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            foreach (var count in await owing.CountsAsync(cancellation))
                if (targets[count.Target] is { } target && OwedJson.Of(count, now) is { } owed) target["owed"] = owed;
            return null;
        }
        catch (ScimException fault)
        {
            return fault.Message;
        }
    }

    private static bool IsReady(IServiceProvider services) =>
        services.GetRequiredService<CurrentGateway>().Value is not null && services.GetRequiredService<WarmUps>().IsWarm;

    private static JsonObject Config(CurrentGateway current, Gateway gateway)
    {
        var config = new JsonObject
        {
            ["loadedAt"] = gateway.LoadedAt.ToString("O"),
            ["lastEdit"] = current.Fault is null ? "in use" : "refused",
        };
        if (current.Fault is { } fault) config["fault"] = fault;
        if (gateway.Withdrawn.Count > 0) config["withdrawn"] = gateway.Withdrawn.Count;
        return config;
    }

    private static JsonObject State(Target target, Gateway gateway)
    {
        var destinations = target.Cluster!.DestinationsState;
        var state = new JsonObject
        {
            ["destinations"] = destinations.AllDestinations.Count,
            ["healthy"] = destinations.AvailableDestinations.Count(IsHealthy),
            ["breaker"] = target.Memory.Traffic.Breakers.State,
            ["mapping"] = target.Mapping.Name,
        };
        if (gateway.Withdrawn.HasCredentialsOf(target.Name)) state["credentials"] = "withdrawn";
        if (target.Memory.Traffic.Trouble.Now is { } trouble)
            state["failing"] = new JsonObject
            {
                ["since"] = trouble.Since.ToString("O"),
                ["calls"] = trouble.Calls,
                ["because"] = trouble.Because,
            };
        return state;
    }

    private static bool IsHealthy(DestinationState destination) =>
        destination.Health.Passive != DestinationHealth.Unhealthy && destination.Health.Active != DestinationHealth.Unhealthy;

    public static async Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.BodyWriter.WriteAsync(ScimJson.ToUtf8(body), context.RequestAborted);
    }
}
