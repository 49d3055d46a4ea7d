using System.Text.Json.Nodes;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Messages;

/// <summary>One page of results (RFC 7644 section 3.4.2). <c>Resources</c> is always written, <c>[]</c> when empty (Entra).</summary>
/// <param name="TotalResults">All that match, over every page.</param>
/// <param name="StartIndex">The index of the first one here, from 1.</param>
/// <param name="Resources">Those of this page.</param>
public sealed record ListResponse(long TotalResults, int StartIndex, IReadOnlyList<JsonObject> Resources)
{
    public static ListResponse Empty { get; } = new(0, 1, []);

    /// <summary>The message; the resources become part of it and must not be used again.</summary>
    public JsonObject ToJson()
    {
        var resources = new JsonArray();
        foreach (var resource in Resources) resources.Add((JsonNode)resource);
        return new JsonObject
        {
            ["schemas"] = new JsonArray(SchemaUrns.ListResponse),
            ["totalResults"] = TotalResults,
            ["startIndex"] = StartIndex,
            ["itemsPerPage"] = Resources.Count,
            ["Resources"] = resources,
        };
    }
}
