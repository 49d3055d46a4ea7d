using System.Text.Json.Nodes;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Messages;

/// <summary>One page of results (RFC 7644 section 3.4.2). <c>Resources</c> is always written, <c>[]</c> when empty (Entra).</summary>
/// <param name="TotalResults">All that match, over every page.</param>
/// <param name="StartIndex">The index of the first one here, from 1.</param>
/// <param name="Resources">Those of this page.</param>
public sealed record ListResponse(long TotalResults, int StartIndex, IReadOnlyList<JsonObject> Resources)
{
    /// <summary>Nothing matches.</summary>
    public static ListResponse Empty { get; } = new(0, 1, []);

    /// <summary>Whether the target said how many match; else <see cref="TotalResults"/> is what is on this page.</summary>
    public bool TotalIsKnown { get; init; } = true;

    /// <summary>Where the next page begins, at a target that pages by cursor (RFC 9865 section 2).</summary>
    public string? NextCursor { get; init; }

    /// <summary>Reads what a target answered to a query, in the forms that targets have: numbers in strings, <c>Resources</c>
    /// in any case, <c>null</c> or absent. Takes the resources out of the body.</summary>
    /// <exception cref="Errors.ScimException">502: it is no list.</exception>
    public static ListResponse Read(JsonObject body) => ListResponseReader.Read(body);

    /// <summary>The same, and a bare JSON array is the whole list.</summary>
    /// <exception cref="Errors.ScimException">502: it is no list.</exception>
    public static ListResponse Read(JsonNode? body) => ListResponseReader.Read(body);

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
