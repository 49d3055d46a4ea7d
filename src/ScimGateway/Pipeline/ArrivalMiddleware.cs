using Microsoft.AspNetCore.Http.Features;
using ScimGateway.Auditing;
using ScimGateway.Clients;
using ScimGateway.Runtime;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Pipeline;

/// <summary>Second step inside YARP's pipeline: the token says who, token and path say where, and YARP gets that cluster.</summary>
internal static class ArrivalMiddleware
{
    public static Task InvokeAsync(HttpContext context, Gateway gateway, RequestDelegate next)
    {
        var exchange = context.Features.GetRequiredFeature<Exchange>();
        var client = gateway.Clients.Find(context.Request.Headers.Authorization)
            ?? throw ScimException.Unauthorized("The bearer token is missing or not known to this gateway.");
        exchange.Client = client.Name;
        UrlFlag.Remove(context);
        context.Features.Set(client.Profile);
        var arrival = Locate(gateway, client, RequestPath.Segments(context));
        exchange.Target = arrival.Target.Name;
        exchange.Mapping = arrival.Target.Mapping.Name;
        exchange.MappingHash = arrival.Target.Mapping.Hash;
        context.Features.Set(arrival);
        context.ReassignProxyRequest(arrival.Target.Cluster!);
        return next(context);
    }

    /// <summary>A target that is not the client's answers like one that does not exist.</summary>
    private static Arrival Locate(Gateway gateway, Client client, string[] segments)
    {
        string publicUrl = gateway.Config.PublicUrl + ProxyConfigSource.Prefix;
        string? named = segments.Length == 0 ? null : Named(client, segments[0]);
        if (named is not null) return new Arrival(gateway, client, gateway.Targets[named], segments[1..], $"{publicUrl}/{named}");
        if (client.Targets.Count == 1) return new Arrival(gateway, client, gateway.Targets[client.Targets[0]], segments, publicUrl);
        string remedy = $"write …/scim/v2/{{target}}/Users with one of its targets: {string.Join(", ", client.Targets)}.";
        throw ScimException.NotFound(segments.Length == 0
            ? $"This client has several targets; {remedy}"
            : $"'{segments[0]}' is no target of this client; {remedy}");
    }

    private static string? Named(Client client, string segment)
    {
        foreach (string name in client.Targets)
            if (name.Equals(segment, StringComparison.OrdinalIgnoreCase)) return name;
        return null;
    }
}
