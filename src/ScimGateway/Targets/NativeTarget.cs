using System.Text.Json.Nodes;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Resources;

namespace ScimGateway.Targets;

/// <summary>The bottom of every stack: translates words by the mapping and sends one call.</summary>
internal sealed class NativeTarget(ResourceMapping mapping, TargetTransport transport) : ITarget
{
    public async Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        var call = Call(request);
        try
        {
            var reply = await transport.SendAsync(call, connection, cancellation);
            return Answer(request, reply);
        }
        catch (ScimException fault) when (request is { Operation: ScimOperation.List, Query.Filter: not null } && fault.Status == 404)
        {
            // No match is 200 with an empty list (RFC 7644 section 3.4.2); a 404 sends Entra into quarantine.
            return new ScimAnswer { Status = 200, List = ListResponse.Empty };
        }
    }

    private TargetCall Call(ScimRequest request) => request.Operation switch
    {
        ScimOperation.Create => new(HttpMethod.Post, mapping.Path) { Body = mapping.ToTarget(Copy(request.Resource), ScimOperation.Create) },
        ScimOperation.Read => new(HttpMethod.Get, mapping.Path, Id(request) + TargetQuery.Of(request.Query, mapping)),
        ScimOperation.List => new(HttpMethod.Get, mapping.Path, TargetQuery.Of(request.Query, mapping)),
        ScimOperation.Replace => new(HttpMethod.Put, mapping.Path, Id(request))
        {
            Body = mapping.ToTarget(WithId(request), ScimOperation.Replace),
            IfMatch = request.IfMatch,
        },
        ScimOperation.Patch => new(HttpMethod.Patch, mapping.Path, Id(request))
        {
            Body = mapping.Can.Patch == PatchStyle.Merge ? MergePatch.Of(request, mapping) : mapping.ToTarget(request.Patch!).ToJson(),
            IfMatch = request.IfMatch,
        },
        ScimOperation.Delete => new(HttpMethod.Delete, mapping.Path, Id(request)) { IfMatch = request.IfMatch },
        _ => throw new InvalidOperationException($"{request.Operation} is no operation."),
    };

    private ScimAnswer Answer(ScimRequest request, TargetReply reply) => request.Operation switch
    {
        ScimOperation.Create when IsExisting(reply.Body) =>
            throw ScimException.Uniqueness($"The target has a {mapping.Type.Name} with these unique values already."),
        ScimOperation.Create => new ScimAnswer { Status = 201, Resource = Resource(reply.Body, null) },
        ScimOperation.List => new ScimAnswer { Status = 200, List = List(request, reply.Body) },
        ScimOperation.Delete => new ScimAnswer { Status = 204 },
        ScimOperation.Read => new ScimAnswer
        {
            Status = 200,
            Resource = Resource(reply.Body, request.Id) ?? throw transport.Faults.Unusable("answered a read without a resource."),
        },
        _ => Resource(reply.Body, request.Id) is { } changed
            ? new ScimAnswer { Status = 200, Resource = changed }
            : new ScimAnswer { Status = 204 },
    };

    private bool IsExisting(JsonNode? body) => mapping.Can.EmptyAnswerMeansExisting && body is JsonObject { Count: 0 };

    /// <summary>A resource in the client's words; an answer without an id gets the one that was asked for.</summary>
    private JsonObject? Resource(JsonNode? body, string? id)
    {
        if (body is not JsonObject { Count: > 0 } json) return null;
        var resource = TargetForm.Repair(mapping.ToClient(json), mapping.Type);
        if (id is not null && !resource.ContainsKey("id")) resource["id"] = id;
        return resource.ContainsKey("id") ? resource : null;
    }

    private ListResponse List(ScimRequest request, JsonNode? body)
    {
        var list = ListResponse.Read(body);
        // Some targets answer a startIndex beyond the end with their first or last page (RFC 7644 section 3.4.2.4: with nothing).
        if (list.TotalIsKnown && request.Query.StartIndex > Math.Max(list.TotalResults, 1)) return list with { StartIndex = 1, Resources = [] };
        var resources = new List<JsonObject>(list.Resources.Count);
        foreach (var resource in list.Resources) resources.Add(TargetForm.Repair(mapping.ToClient(resource), mapping.Type));
        return list with { StartIndex = resources.Count == 0 ? 1 : Math.Max(list.StartIndex, request.Query.StartIndex ?? 1), Resources = resources };
    }

    private static string Id(ScimRequest request) => "/" + Uri.EscapeDataString(request.Id!);

    // Emulations send a resource on and still need it afterwards; the mapping consumes what it gets.
    private static JsonObject Copy(JsonObject? resource) => (JsonObject)resource!.DeepClone();

    private static JsonObject WithId(ScimRequest request)
    {
        var resource = Copy(request.Resource);
        resource["id"] = request.Id;
        return resource;
    }
}
