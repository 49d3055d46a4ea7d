using System.Text.Json.Nodes;

namespace ScimGateway.Targets;

/// <summary>One HTTP request to a target, in the target's words.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Endpoint">The target's endpoint (<c>/Users</c>): what logs and records may show.</param>
/// <param name="Rest">What follows the endpoint, encoded: <c>/a%2Fb?count=5</c>, or nothing.</param>
internal sealed record TargetCall(HttpMethod Method, string Endpoint, string Rest = "")
{
    public JsonObject? Body { get; init; }

    public string? IfMatch { get; init; }

    /// <summary>Whether a PATCH may be done twice as well as once: a merge of what is wanted into what is there (RFC 7396).</summary>
    public bool IsMerge { get; init; }
}

/// <summary>What a target answered: a success.</summary>
/// <param name="Status">200 to 299.</param>
/// <param name="Body">The whole body; empty when there was none.</param>
/// <param name="MediaType">What the target says that it is.</param>
/// <param name="Version">Its <c>ETag</c>.</param>
/// <param name="Location">As it was sent, perhaps relative.</param>
internal sealed record TargetReply(int Status, ReadOnlyMemory<byte> Body, string? MediaType, string? Version = null, string? Location = null)
{
    /// <summary>What a DELETE is answered with.</summary>
    public static TargetReply Empty { get; } = new(204, default, null);
}
