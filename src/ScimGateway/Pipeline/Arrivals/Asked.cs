using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Primitives;
using ScimGateway.Calls;
using ScimGateway.Configuration;
using ScimGateway.Scim.Bulk;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Pipeline.Arrivals;

/// <summary>The client's request, parsed once and within the limits, still in the client's own dialect.</summary>
internal sealed record Asked
{
    private static readonly string? Kestrel = typeof(Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions)
        .Assembly.GetName()
        .Name;

    public required ScimOperation Operation { get; init; }

    public required ResourceTarget Resource { get; init; }

    public string? Id { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; }

    /// <summary>For POST, PUT and PATCH: of a List, the SearchRequest.</summary>
    public JsonObject? Body { get; init; }

    public string? IfMatch { get; init; }

    public string? IfNoneMatch { get; init; }

    /// <exception cref="ScimException">404, 405, 413, 415, 501, <c>invalidSyntax</c>.</exception>
    public static async ValueTask<Asked> ReadAsync(HttpContext context, Arrival arrival)
    {
        var segments = arrival.Segments;
        if (segments.Count == 2 && segments[1] is "." or "..")
            throw ScimException.NotFound($"There is no resource with the id '{segments[1]}'.");
        var resource = ResourceOf(arrival);
        var operation = OperationOf(context, segments);
        bool searches = operation == ScimOperation.List && segments.Count == 2;
        string? id = segments.Count > 1 && !searches ? segments[1] : null;
        arrival.Exchange.Asks(operation, resource.Mapping.Type.Name, id); // before the body, which may be invalid
        return new Asked
        {
            Operation = operation,
            Resource = resource,
            Id = id,
            // the query of a search is in its body alone (RFC 7644 section 3.4.3)
            Parameters = searches ? [] : ParametersOf(context.Request),
            Body = searches || operation is ScimOperation.Create or ScimOperation.Replace or ScimOperation.Patch
                ? await BodyAsync(context, arrival, arrival.Gateway.Config.Limits)
                : null,
            IfMatch = TagsOf(context.Request.Headers.IfMatch, "If-Match"),
            IfNoneMatch = TagsOf(context.Request.Headers.IfNoneMatch, "If-None-Match"),
        };
    }

    /// <exception cref="ScimException">405, 413, 415, <c>invalidSyntax</c>, <c>invalidValue</c>.</exception>
    public static async Task<BulkRequest> ReadBulkAsync(HttpContext context, Arrival arrival)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = "POST";
            throw new ScimException(405, null, "A Bulk request is a POST.");
        }

        var gateway = arrival.Gateway;
        var body = await BodyAsync(context, arrival, gateway.Config.Limits with
        {
            BodyBytes = gateway.Limits.BulkPayloadSize,
            JsonDepth = gateway.Limits.JsonDepth + 3,
        });
        return BulkRequest.Read(body, new ReadingRules(null, arrival.Client.Leniency, gateway.Limits));
    }

    /// <summary>A query of the root; its resource is any.</summary>
    /// <exception cref="ScimException">405, 413, 415, <c>invalidSyntax</c>.</exception>
    public static async Task<Asked> ReadRootAsync(HttpContext context, Arrival arrival)
    {
        bool searches = arrival.IsSearch;
        string method = context.Request.Method;
        if (searches ? !HttpMethods.IsPost(method) : !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
            throw NotPossible(context, searches ? "POST" : "GET");
        return new Asked
        {
            Operation = ScimOperation.List,
            Resource = arrival.Target.InOrder[0],
            Parameters = searches ? [] : ParametersOf(context.Request),
            Body = searches ? await BodyAsync(context, arrival, arrival.Gateway.Config.Limits) : null,
        };
    }

    private static IReadOnlyList<KeyValuePair<string, string>> ParametersOf(HttpRequest request) =>
        request.QueryString.HasValue
            ? [.. request.Query.SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value ?? ""))]
            : [];

    // HTTP's entity tags are ASCII here: others could not be forwarded, and the fault would look like the target's.
    private static string? TagsOf(StringValues header, string name)
    {
        if (header.Count == 0) return null;
        string text = header.ToString();
        return Ascii.IsValid(text)
            ? text
            : throw ScimException.InvalidValue($"{name} holds other characters than those of an entity tag.");
    }

    private static ResourceTarget ResourceOf(Arrival arrival)
    {
        string endpoint = arrival.Segments.Count == 0 ? "" : arrival.Segments[0];
        if (arrival.Target.Resources.TryGetValue(endpoint, out var resource))
            return arrival.Segments.Count <= 2
                ? resource
                : throw ScimException.NotFound($"There is nothing below /{endpoint}/{{id}}.");
        string known = string.Join(", ", arrival.Target.Resources.Values.Select(one => one.Mapping.Type.Endpoint));
        throw ScimException.NotFound($"The target '{arrival.Target.Name}' has no endpoint '/{endpoint}'; it has {known}.");
    }

    private static ScimOperation OperationOf(HttpContext context, IReadOnlyList<string> segments)
    {
        bool one = segments.Count == 2;
        string method = context.Request.Method;
        if (one && segments[1] == ".search") return SearchOf(context, method);
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) return one ? ScimOperation.Read : ScimOperation.List;
        if (HttpMethods.IsPost(method) && !one) return ScimOperation.Create;
        if (HttpMethods.IsPut(method) && one) return ScimOperation.Replace;
        if (HttpMethods.IsPatch(method) && one) return ScimOperation.Patch;
        if (HttpMethods.IsDelete(method) && one) return ScimOperation.Delete;
        context.Response.Headers.Allow = one ? "GET, PUT, PATCH, DELETE" : "GET, POST";
        throw new ScimException(405, null, $"{method} is not possible here; {context.Response.Headers.Allow} are.");
    }

    private static ScimOperation SearchOf(HttpContext context, string method) =>
        HttpMethods.IsPost(method) ? ScimOperation.List : throw NotPossible(context, "POST");

    private static ScimException NotPossible(HttpContext context, string only)
    {
        context.Response.Headers.Allow = only;
        return new ScimException(405, null, $"{context.Request.Method} is not possible here; {only} is.");
    }

    private static async ValueTask<JsonObject> BodyAsync(HttpContext context, Arrival arrival, GatewayLimits limits)
    {
        var request = context.Request;
        if (!IsJson(request.ContentType))
            throw new ScimException(
                415,
                null,
                $"The body is '{request.ContentType}'; send application/scim+json or application/json."
            );
        if (
            request.Headers.ContentEncoding is { Count: > 0 } encoding
            && !encoding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase)
        )
            throw new ScimException(415, null, $"The body is encoded as '{encoding}'; send it without Content-Encoding.");
        // Kestrel itself ends the read when the connection ends or is too slow, and says which. RequestAborted would race with
        // it: an incomplete body would sometimes be 400 and sometimes 499. Half of the client's time is for the target.
        var room = new BodyRoom(arrival.Exchange.Work, arrival.Target.Config.Limits.Patience / 2, context.RequestAborted);
        var body =
            await ReadAsync(request, limits.BodyBytes, room)
            ?? throw ScimException.TooLarge($"The body is larger than {limits.BodyBytes} bytes.");
        if (body.IsEmpty) throw ScimException.InvalidSyntax("The request has no body; expected a JSON object.");
        await room.ForTreeAsync(body);
        return ScimJson.ParseBody(body, limits.JsonDepth, limits.JsonMembers, limits.JsonValues);
    }

    private static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int most, BodyRoom room)
    {
        try
        {
            return await BoundedBody.ReadAsync(request.Body, request.ContentLength, most, room, CancellationToken.None);
        }
        catch (IOException fault) when (fault.InnerException is OverflowException)
        {
            throw new BadHttpRequestException(fault.Message, fault); // the size of a chunk is not a number
        }
        catch (InvalidOperationException fault) when (fault.Source == Kestrel)
        {
            // For a header Kestrel says so itself, with a status; for a trailer it does not.
            throw new BadHttpRequestException(
                "A trailer of the chunked body holds characters that are not UTF-8, or NUL.",
                fault
            );
        }
    }

    // Lenient: a charset may follow, some clients write application/json+scim, and some write nothing.
    private static bool IsJson(string? contentType) =>
        string.IsNullOrWhiteSpace(contentType) || contentType.Contains("json", StringComparison.OrdinalIgnoreCase);
}
