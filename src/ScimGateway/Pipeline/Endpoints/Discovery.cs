using System.Collections.Frozen;
using System.Text.Json.Nodes;
using ScimGateway.Auditing;
using ScimGateway.Emulation.Changes;
using ScimGateway.Pipeline.Arrivals;
using ScimGateway.Scim.Discovery;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Pipeline.Endpoints;

/// <summary>The discovery documents (RFC 7644 section 4) of this gateway for one target, with emulated abilities.</summary>
internal static class Discovery
{
    private static readonly FrozenSet<string> Endpoints = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "ServiceProviderConfig",
        "ResourceTypes",
        "Schemas"
    );

    public static bool IsAsked(Arrival arrival) =>
        arrival.Segments.Count is 1 or 2 && Endpoints.Contains(arrival.Segments[0]);

    /// <exception cref="ScimException">405, 404, and 403 for a filter (RFC 7644 section 4).</exception>
    public static Given Answer(HttpContext context, Arrival arrival)
    {
        arrival.Exchange.Add(new Requested("discover"));
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            throw new ScimException(405, null, "The discovery documents can only be read.");
        }

        if (context.Request.Query.ContainsKey("filter"))
            throw new ScimException(403, null, "The discovery documents cannot be filtered (RFC 7644 section 4).");
        string? one = arrival.Segments.Count == 2 ? arrival.Segments[1] : null;
        return arrival.Segments[0].ToLowerInvariant() switch
        {
            "serviceproviderconfig" => new Given(200, Config(arrival)),
            "resourcetypes" => Documents(
                Types(arrival).Select(type => (type.Name, ResourceTypeDocument.ToJson(type, arrival.BaseUrl))),
                one
            ),
            _ => Documents(Types(arrival)
                .SelectMany(Schemas)
                .DistinctBy(schema => schema.Id, StringComparer.OrdinalIgnoreCase)
                .Select(schema => (schema.Id, SchemaDocument.ToJson(schema, arrival.BaseUrl))), one),
        };
    }

    private static JsonObject Config(Arrival arrival)
    {
        var can = arrival.Target.Resources.Values.Select(resource => resource.Mapping.Can).ToList();
        var config = new ServiceProviderConfig
        {
            Patch = can.Exists(one => RefuseUnsupported.Supports(one, ScimOperation.Patch)),
            Filter = true,
            FilterMaxResults = arrival.Gateway.Config.Limits.PageResources,
            Sort = true,
            CursorPagination = true,
            CursorTimeout = arrival.Gateway.Config.Limits.CursorTime,
            DefaultPageSize = null, // the target's own
            BulkMaxOperations = arrival.Gateway.Config.Limits.BulkOperations,
            BulkMaxPayloadSize = arrival.Gateway.Config.Limits.BulkBytes,
        }.ToJson(arrival.BaseUrl);
        if (!arrival.Client.Cursors) config.Remove("pagination");
        return config;
    }

    private static Given Documents(IEnumerable<(string Id, JsonObject Document)> documents, string? one)
    {
        if (one is null) return new Given(200, List([.. documents.Select(document => document.Document)]));
        var found = documents.FirstOrDefault(document => document.Id.Equals(one, StringComparison.OrdinalIgnoreCase)).Document;
        return new Given(200, found ?? throw ScimException.NotFound($"There is no '{one}' here."));
    }

    private static JsonObject List(List<JsonObject> documents) => new ListResponse(documents.Count, 1, documents).ToJson();

    private static IEnumerable<ResourceType> Types(Arrival arrival) =>
        arrival.Target.InOrder.Select(resource => resource.Mapping.Shown);

    private static IEnumerable<SchemaDefinition> Schemas(ResourceType type) => [type.Schema, .. type.Extensions];
}
