using System.Text.Json.Nodes;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Messages;

/// <summary>One page of results (RFC 7644 section 3.4.2). <c>Resources</c> is always written, <c>[]</c> when empty
/// (Entra).</summary>
/// <param name="TotalResults">All that match, over every page.</param>
/// <param name="StartIndex">The index of the first one here, from 1.</param>
/// <param name="Resources">Those of this page.</param>
public sealed record ListResponse(long TotalResults, int StartIndex, IReadOnlyList<JsonObject> Resources)
{
    /// <summary>Nothing matches.</summary>
    public static ListResponse Empty { get; } = new(0, 1, []);

    /// <summary>Whether the target said how many match; else <see cref="TotalResults"/> is what is on this page.</summary>
    public bool TotalIsKnown { get; init; } = true;

    /// <summary>The <c>totalResults</c> of a target's answer itself, even if it is fewer than are on the page;
    /// <see langword="null"/>: it has none.</summary>
    public long? ToldTotal { get; init; }

    /// <summary>The <c>startIndex</c> of a target's answer itself; <see langword="null"/>: it has none.</summary>
    public int? ToldStartIndex { get; init; }

    /// <summary>The page after this one (RFC 9865 section 2); <see langword="null"/> on the last, and at a target that pages by
    /// index.</summary>
    public string? NextCursor { get; init; }

    /// <summary>The page before this one, if a server says it; never on the first.</summary>
    public string? PreviousCursor { get; init; }

    /// <summary>The pagination of the receiver: only a receiver that pages by cursor sees the cursors, and it sees no
    /// <c>startIndex</c>. A target's own cursors have no meaning for a client of this server, so a list is
    /// <see cref="PaginationMethod.Index"/> until a layer that has replaced the cursors by its own says otherwise.</summary>
    public PaginationMethod Pagination { get; init; } = PaginationMethod.Index;

    /// <summary>Reads a target's answer to a query, in the forms that targets have: numbers in strings, <c>Resources</c> in any
    /// case, <c>null</c> or missing. Takes the resources out of the body.</summary>
    /// <exception cref="Errors.ScimException">502: it is not a list.</exception>
    public static ListResponse Read(JsonObject body) => ListResponseReader.Read(body);

    /// <summary>The same; a bare JSON array counts as the whole list.</summary>
    /// <exception cref="Errors.ScimException">502: it is not a list.</exception>
    public static ListResponse Read(JsonNode? body) => ListResponseReader.Read(body);

    /// <summary>The message; the resources become part of it and must not be used again.</summary>
    public JsonObject ToJson()
    {
        var resources = new JsonArray();
        foreach (var resource in Resources) resources.Add((JsonNode)resource);
        var json = Pagination switch
        {
            PaginationMethod.Index => IndexHead(),
            PaginationMethod.Cursor => CursorHead(),
            _ => throw new InvalidOperationException($"{Pagination} is no way to page."),
        };
        json["Resources"] = resources;
        return json;
    }

    private JsonObject IndexHead() => new()
    {
        ["schemas"] = new JsonArray(SchemaUrns.ListResponse),
        ["totalResults"] = TotalResults,
        ["startIndex"] = StartIndex,
        ["itemsPerPage"] = Resources.Count,
    };

    // A total that was not counted may be left out (RFC 9865 section 2); the number on this page would be wrong.
    private JsonObject CursorHead()
    {
        var json = new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.ListResponse) };
        if (TotalIsKnown) json["totalResults"] = TotalResults;
        json["itemsPerPage"] = Resources.Count;
        if (PreviousCursor is not null) json["previousCursor"] = PreviousCursor;
        if (NextCursor is not null) json["nextCursor"] = NextCursor;
        return json;
    }
}

/// <summary>How a client goes from page to page: <c>startIndex</c> (RFC 7644 section 3.4.2.4) or <c>cursor</c> (RFC
/// 9865).</summary>
public enum PaginationMethod
{
    /// <summary>By the number of the first result.</summary>
    Index,

    /// <summary>By what the last page said of the next.</summary>
    Cursor,
}
