using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Calls;

/// <summary>One HTTP request to a target, in the target's words.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Endpoint">The target's endpoint (<c>/Users</c>): what logs and records may show.</param>
/// <param name="Rest">What follows the endpoint, encoded: <c>/a%2Fb?count=5</c>, or nothing.</param>
internal sealed record TargetCall(HttpMethod Method, string Endpoint, string Rest = "")
{
    /// <summary>A resource, or a message about one (PatchOp, SearchRequest).</summary>
    public TargetResource? Body { get; init; }

    public string? IfMatch { get; init; }

    /// <summary>Whether a PATCH is idempotent: a merge (RFC 7396).</summary>
    public bool IsMerge { get; init; }

    /// <summary>Whether it is read-only: a search is a POST.</summary>
    public bool IsRead =>
        Method == HttpMethod.Get || (Method == HttpMethod.Post && Endpoint.EndsWith("/.search", StringComparison.Ordinal));

    /// <summary>Every value that is sent to the target: in the body, as the id, and in the query.</summary>
    public IEnumerable<string> Values =>
        Rest.Split('/', '?', '&', '=')
            .Select(Uri.UnescapeDataString)
            .SelectMany(part => part.Split('"'))
            .Concat(In(Body?.Tree));

    private static IEnumerable<string> In(JsonNode? node) => node switch
    {
        null => [],
        JsonObject map => map.Where(member => member.Key != "schemas").SelectMany(member => In(member.Value)),
        JsonArray list => list.SelectMany(In),
        _ when node.GetValueKind() is JsonValueKind.True or JsonValueKind.False => [],
        _ => [node.IsString(out string? text) ? text : node.ToJsonString()],
    };
}

/// <summary>A target's answer: a success.</summary>
/// <param name="Status">200 to 299.</param>
/// <param name="Body">The whole body; empty when there was none.</param>
/// <param name="MediaType">The answer's <c>Content-Type</c>.</param>
/// <param name="Version">Its <c>ETag</c>.</param>
/// <param name="Location">As it was sent, perhaps relative.</param>
internal sealed record TargetReply(
    int Status,
    ReadOnlyMemory<byte> Body,
    string? MediaType,
    string? Version = null,
    string? Location = null
)
{
    /// <summary>Called before a tree is made of the body.</summary>
    public ITreeScale? Scale { get; init; }

    /// <summary>The answer to a DELETE.</summary>
    public static TargetReply Empty { get; } = new(204, default, null);
}
