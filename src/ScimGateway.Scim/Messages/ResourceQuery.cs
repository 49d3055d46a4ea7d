using System.Text.Json.Nodes;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Messages;

/// <summary>The parameters of a query: filter, page, sorting, projection (RFC 7644 sections 3.4.2 and 3.9).</summary>
public sealed record ResourceQuery
{
    /// <summary>No parameters: all resources, whole, in no order.</summary>
    public static ResourceQuery Empty { get; } = new();

    /// <summary>Which resources; <see langword="null"/> for all.</summary>
    public Filter? Filter { get; init; }

    /// <summary>The first result wanted, counted from 1; <see langword="null"/> when the client did not say.</summary>
    public int? StartIndex { get; init; }

    /// <summary>The most results wanted, 0 or more; <see langword="null"/> when the client did not say.</summary>
    public int? Count { get; init; }

    /// <summary>The page that a <c>nextCursor</c> or <c>previousCursor</c> named; <c>""</c> for the first page of a query that is
    /// paged by cursor (RFC 9865 section 2), and <see langword="null"/> when it is not.</summary>
    public string? Cursor { get; init; }

    /// <summary>The attribute that they are sorted by; <see langword="null"/> for no order.</summary>
    public AttributePath? SortBy { get; init; }

    /// <summary>Whether the order is descending; without <see cref="SortBy"/> it has no meaning.</summary>
    public bool Descending { get; init; }

    /// <summary>The only attributes wanted, besides those that are always returned; none for all.</summary>
    public IReadOnlyList<AttributePath> Attributes { get; init; } = [];

    /// <summary>Attributes not wanted; never together with <see cref="Attributes"/>.</summary>
    public IReadOnlyList<AttributePath> ExcludedAttributes { get; init; } = [];

    /// <summary>Whether the client wants only parts of each resource.</summary>
    public bool HasProjection => Attributes.Count + ExcludedAttributes.Count > 0;

    /// <summary>Reads the parameters of a URL, decoded. Their names are read in any case; unknown ones are ignored. A
    /// <c>startIndex</c> below 1 is 1, a <c>count</c> below 0 is 0; an empty list of attributes is none.</summary>
    /// <exception cref="Errors.ScimException"><c>invalidFilter</c>, <c>invalidPath</c>; <c>invalidValue</c>: no number, no
    /// order, a parameter given twice, both <c>attributes</c> and <c>excludedAttributes</c>, or both <c>startIndex</c> and
    /// <c>cursor</c>. <c>invalidCursor</c>: no text that a cursor can be. <c>invalidCount</c>: with a cursor, a <c>count</c>
    /// below 1 or no number.</exception>
    public static ResourceQuery Parse(IEnumerable<KeyValuePair<string, string>> parameters, ReadingRules rules) =>
        ResourceQueryReader.Parse(parameters, rules);

    /// <summary>Reads the body of a <c>POST /.search</c> (RFC 7644 section 3.4.3), with the same rules.</summary>
    /// <exception cref="Errors.ScimException">As <see cref="Parse"/>; <c>invalidSyntax</c>: <c>schemas</c> names another
    /// message.</exception>
    public static ResourceQuery ReadSearch(JsonObject body, ReadingRules rules) => ResourceQueryReader.Read(body, rules);

    /// <summary>The query as a SearchRequest, which keeps personal data out of URLs. Parsing it gives the same query.</summary>
    public JsonObject ToSearch()
    {
        var json = new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.SearchRequest) };
        if (Attributes.Count > 0) json["attributes"] = Names(Attributes);
        if (ExcludedAttributes.Count > 0) json["excludedAttributes"] = Names(ExcludedAttributes);
        if (Filter is not null) json["filter"] = Filter.ToString();
        if (SortBy is not null) json["sortBy"] = SortBy.ToString();
        if (SortBy is not null && Descending) json["sortOrder"] = "descending";
        if (StartIndex is not null) json["startIndex"] = StartIndex;
        if (Count is not null) json["count"] = Count;
        if (Cursor is not null) json["cursor"] = Cursor;
        return json;
    }

    private static JsonArray Names(IReadOnlyList<AttributePath> paths) =>
        [.. paths.Select(path => JsonValue.Create(path.ToString()))];
}
