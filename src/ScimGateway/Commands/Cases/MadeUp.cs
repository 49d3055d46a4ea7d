using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Pipeline;

namespace ScimGateway.Commands.Cases;

/// <summary>The answer of a well-behaved server, as far as it can be made up.</summary>
internal static class MadeUp
{
    private const string Id = "made-up-1";

    public static OfflineAnswer Answer(OfflineRequest call) => (call.Method, One(call.Target)) switch
    {
        ("POST", _) => new OfflineAnswer(201, Stored(call.Body, Id)),
        ("PUT", { } id) => new OfflineAnswer(200, Stored(call.Body, id)),
        ("PATCH", _) => new OfflineAnswer(204, null),
        ("DELETE", _) => new OfflineAnswer(204, null),
        ("GET", { } id) => new OfflineAnswer(200, Stored("{}", id)),
        ("GET", null) => new OfflineAnswer(
            200,
            """{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"Resources":[]}"""
        ),
        _ => new OfflineAnswer(501, null),
    };

    // The segment after the endpoint: /Users/42?x=1 is 42.
    private static string? One(string target) =>
        target.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries) is [_, var id]
            ? Uri.UnescapeDataString(id)
            : null;

    private static string Stored(string? body, string id)
    {
        var resource = Parsed(body);
        resource["id"] = id;
        return resource.ToJsonString();
    }

    private static JsonObject Parsed(string? body)
    {
        try
        {
            return body is null ? [] : JsonNode.Parse(body) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return []; // the gateway never sends invalid JSON, but a made-up server must survive it
        }
    }
}
