using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Dialects;

/// <summary>A query in a target's words, as the query part of a URL:
/// <c>?filter=userName%20eq%20%22a%2Bb%22&amp;count=5</c>.</summary>
internal static class TargetQuery
{
    private static readonly SearchValues<char> EndsOfWord = SearchValues.Create(" \t\r\n\"'()[]\\");

    public static string Of(ResourceQuery query, ResourceMapping mapping)
    {
        if (ReferenceEquals(query, ResourceQuery.Empty)) return "";
        var text = new StringBuilder();
        if (query.Filter is { } filter) Add(text, "filter", Print(mapping.ToTarget(filter), mapping.Can.Filters.Quoted));
        if (query.StartIndex is { } startIndex) Add(text, "startIndex", startIndex.ToString(CultureInfo.InvariantCulture));
        if (query.Count is { } count) Add(text, "count", count.ToString(CultureInfo.InvariantCulture));
        if (query.Cursor is { } cursor) Add(text, "cursor", cursor);
        if (query.SortBy is { } sortBy) AddSort(text, sortBy, query.Descending, mapping);
        if (mapping.Can.Projection)
        {
            AddNames(text, "attributes", query.Attributes.SelectMany(mapping.Projection));
            AddNames(text, "excludedAttributes", query.ExcludedAttributes.SelectMany(mapping.Exclusion));
        }

        return text.ToString();
    }

    /// <summary>The same as a SearchRequest (RFC 7644 section 3.4.3).</summary>
    public static JsonObject SearchOf(ResourceQuery query, ResourceMapping mapping) => (query with
    {
        Filter = query.Filter is { } filter ? mapping.ToTarget(filter) : null,
        SortBy = query.SortBy is { } sortBy ? mapping.ToTarget(sortBy) : null,
        Attributes = mapping.Can.Projection ? [.. query.Attributes.SelectMany(mapping.Projection).Distinct()] : [],
        ExcludedAttributes = mapping.Can.Projection ? [.. query.ExcludedAttributes.SelectMany(mapping.Exclusion).Distinct()] : [],
    }).ToSearch();

    private static void AddSort(StringBuilder text, AttributePath sortBy, bool descending, ResourceMapping mapping)
    {
        var path = mapping.ToTarget(sortBy) ?? throw ScimException.InvalidPath($"The target cannot sort by {sortBy}.");
        Add(text, "sortBy", path.ToString());
        if (descending) Add(text, "sortOrder", "descending");
    }

    // Never an empty "attributes=": strict servers refuse it, and others answer with nothing.
    private static void AddNames(StringBuilder text, string parameter, IEnumerable<AttributePath> paths)
    {
        string names = string.Join(',', paths.Distinct());
        if (names.Length > 0) Add(text, parameter, names);
    }

    private static void Add(StringBuilder text, string name, string value) =>
        text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));

    // Without quotation marks, "x and active eq true" would be two tests: only a word or an address is written without them.
    private static bool IsOneWord(string value) => value.Length > 0 && !value.AsSpan().ContainsAny(EndsOfWord);

    // Leapsome's only comparison has a value without quotation marks.
    private static string Print(Filter filter, bool quoted) =>
        filter is ComparisonFilter { Value.Kind: LiteralKind.String } bare && !quoted && IsOneWord(bare.Value.Text)
            ? $"{bare.Path} {bare.Operator.ToString().ToLowerInvariant()} {bare.Value.Text}"
            : filter.ToString();
}
