using Microsoft.AspNetCore.Http.Features;
using ScimGateway.Auditing;
using ScimGateway.Clients;
using ScimGateway.Clients.Dialects;
using ScimGateway.Runtime;
using ScimGateway.Scim.Errors;
using ScimGateway.Targets;

namespace ScimGateway.Pipeline.Arrivals;

/// <summary>A request whose client and target are known: from here on nobody looks at the token or the URL again.</summary>
/// <param name="Gateway">The config of the whole request, even if there is a reload.</param>
/// <param name="Exchange">The record for the audit log.</param>
/// <param name="Client">The client of its token.</param>
/// <param name="Target">Its target.</param>
/// <param name="Segments">The decoded path after the target: <c>Users</c>, <c>Users/2819c223</c>.</param>
/// <param name="BaseUrl">The URL before them, as this client sees it: <c>https://gw.example/scim/v2</c>.</param>
internal sealed record Arrival(
    Gateway Gateway,
    Exchange Exchange,
    Client Client,
    Target Target,
    IReadOnlyList<string> Segments,
    string BaseUrl
)
{
    private const string Ended = "token ended";
    private const string Withdrawn = "token withdrawn";

    /// <summary>Whether it searches all types (RFC 7644 section 3.4.3).</summary>
    public bool IsSearch => Segments is [var only] && only.Equals(".search", StringComparison.OrdinalIgnoreCase);

    /// <summary>The token selects the client; token and path select the target.</summary>
    /// <exception cref="ScimException">401; 404: a target that does not belong to the client is answered like one that does not
    /// exist.</exception>
    public static Arrival Of(HttpContext context, Gateway gateway)
    {
        var exchange = context.Features.GetRequiredFeature<Exchange>();
        var (client, token) = gateway.Clients.Find(context.Request.Headers.Authorization) ?? throw Unknown(null);
        exchange.Add(new Identified(client.Name, token.Name));
        // The operator is told which token it was, whoever sent it is not.
        if (token.HasEnded(exchange.Started)) throw Unknown(Ended);
        if (gateway.Withdrawn.Has(token)) throw Unknown(Withdrawn);
        context.Response.ContentType = client.Profile.MediaType; // for every answer from here on
        UrlFlag.Remove(context);
        var arrival = Locate(gateway, exchange, client, RequestPath.Segments(context));
        var mapping = arrival.Target.Mapping;
        exchange.Add(new Addressed(arrival.Target.Name, mapping.Name, mapping.Hash));
        if (gateway.Withdrawn.HasCredentialsOf(arrival.Target.Name))
            throw new ScimException(503, null, $"The gateway's credentials for the target '{arrival.Target.Name}' were removed or changed, and are not used any more.") { Reason = "credentials withdrawn" };
        return arrival;
    }

    private static ScimException Unknown(string? reason) =>
        new(401, null, "The bearer token is missing or not known to this gateway.") { Reason = reason };

    private static Arrival Locate(Gateway gateway, Exchange exchange, Client client, string[] segments)
    {
        string? named = segments.Length == 0 ? null : Named(client, segments[0]);
        if (named is not null)
            return new Arrival(gateway, exchange, client, gateway.Targets[named], segments[1..], $"{gateway.BaseUrl}/{named}");
        if (client.Targets.Count == 1)
            return new Arrival(gateway, exchange, client, gateway.Targets[client.Targets[0]], segments, gateway.BaseUrl);
        string remedy = $"write …/scim/v2/{{target}}/Users with one of its targets: {string.Join(", ", client.Targets)}.";
        throw ScimException.NotFound(segments.Length == 0
            ? $"This client has several targets; {remedy}"
            : $"'{segments[0]}' is no target of this client; {remedy}");
    }

    private static string? Named(Client client, string segment)
    {
        for (int i = 0; i < client.Targets.Count; i++)
            if (client.Targets[i].Equals(segment, StringComparison.OrdinalIgnoreCase)) return client.Targets[i];
        return null;
    }
}
