using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Messages;

internal static class ResourceQueryReader
{
    private static readonly string[] Plain = ["filter", "startIndex", "count", "cursor", "sortBy", "sortOrder"];

    private static readonly string[] Lists = ["attributes", "excludedAttributes"];

    /// <summary>Reads the parameters of a URL.</summary>
    public static ResourceQuery Parse(IEnumerable<KeyValuePair<string, string>> parameters, ReadingRules rules)
    {
        var given = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in parameters) Add(given, name, () => Is(Lists, name) ? Split(value) : [value]);
        return Read(given, rules);
    }

    /// <summary>Reads a SearchRequest (RFC 7644 section 3.4.3); <c>null</c> says nothing.</summary>
    public static ResourceQuery Read(JsonObject search, ReadingRules rules)
    {
        MessageSchema.Require(search, SchemaUrns.SearchRequest, rules);
        var given = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in search)
            if (value is not null) Add(given, name, () => Texts(name, value));
        return Read(given, rules);
    }

    private static ResourceQuery Read(Dictionary<string, string[]> given, ReadingRules rules)
    {
        string? One(string name) => given.TryGetValue(name, out string[]? texts) ? texts[0] : null;
        var query = new ResourceQuery
        {
            Filter = One("filter") is { } filter ? Filter.Parse(filter, rules) : null,
            StartIndex = Integer("startIndex", One("startIndex"), 1),
            Count = One("cursor") is null ? Integer("count", One("count"), 0) : CursorPages.Size(One("count")),
            Cursor = CursorPages.Cursor(One("cursor")),
            SortBy = One("sortBy")?.Trim() is { Length: > 0 } path ? rules.ParsePath(path) : null,
            Descending = IsDescending(One("sortOrder")),
            Attributes = Paths(given, "attributes", rules),
            ExcludedAttributes = Paths(given, "excludedAttributes", rules),
        };
        if (query.Attributes.Count > 0 && query.ExcludedAttributes.Count > 0)
            throw ScimException.InvalidValue("attributes and excludedAttributes exclude each other; expected one of them.");
        if (query is { Cursor: not null, StartIndex: not null })
            throw ScimException.InvalidValue("startIndex and cursor exclude each other; expected one of them.");
        return query;
    }

    // Unknown parameters are ignored (RFC 7644 section 3.4.2): Entra's feature flags arrive in this way.
    private static void Add(Dictionary<string, string[]> given, string name, Func<string[]> texts)
    {
        if (!Is(Plain, name) && !Is(Lists, name)) return;
        if (!given.TryAdd(name, texts())) throw ScimException.InvalidValue($"{name} is given twice.");
    }

    private static bool Is(string[] names, string name) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string[] Split(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // A name in an array stands for itself: one of an extension may hold a comma.
    private static string[] Texts(string name, JsonNode value) => value switch
    {
        JsonArray list when Is(Lists, name) => [.. list.Select(item => Text(name, item))],
        JsonArray => throw ScimException.InvalidValue($"{name} must be a plain value, found a JSON array."),
        _ when Is(Lists, name) => Split(Text(name, value)),
        _ => [Text(name, value)],
    };

    private static string Text(string name, JsonNode? value) => value switch
    {
        JsonValue when value.IsString(out string? text) => text,
        JsonValue => value.ToJsonString(),
        _ => throw ScimException.InvalidValue(
            $"{name} must be a plain value or a list of names, found a JSON {ScimJson.KindOf(value)}."
        ),
    };

    /// <summary>A whole number of any length; below the least it is the least (RFC 7644 section 3.4.2.4).</summary>
    private static int? Integer(string name, string? text, int least)
    {
        if (text is null) return null;
        return Number(text) is { } number
            ? Math.Max(number, least)
            : throw ScimException.InvalidValue($"{name} must be an integer, found \"{text}\".");
    }

    /// <summary>The number that a text is, <see cref="int.MaxValue"/> for a larger one and -1 for any with a minus.</summary>
    internal static int? Number(string text)
    {
        var digits = text.AsSpan().Trim();
        bool negative = digits.StartsWith("-");
        if (negative || digits.StartsWith("+")) digits = digits[1..];
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')) return null;
        if (negative) return -1;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue;
    }

    private static bool IsDescending(string? order) => order?.Trim().ToLowerInvariant() switch
    {
        null or "" or "ascending" => false,
        "descending" => true,
        _ => throw ScimException.InvalidValue($"sortOrder must be ascending or descending, found \"{order}\"."),
    };

    private static AttributePath[] Paths(Dictionary<string, string[]> given, string name, ReadingRules rules)
    {
        if (!given.TryGetValue(name, out string[]? names)) return [];
        AttributePath[] paths = [.. names.Select(path => Attribute(path, rules)).Distinct()];
        int most = rules.Limits.AttributeNames;
        return paths.Length <= most
            ? paths
            : throw ScimException.InvalidValue($"{name} names {paths.Length} attributes; {most} are the most.");
    }

    // attributes=emails[type eq "work"].value: a client may not ask for some of the elements, and gets the value of each.
    private static AttributePath Attribute(string path, ReadingRules rules)
    {
        int open = path.IndexOf('[', StringComparison.Ordinal), close = path.LastIndexOf(']');
        bool isPart = open > 0 && close > open && rules.Allows(Leniency.LooseComplexValues);
        return rules.ParsePath(isPart ? path[..open].TrimEnd() + path[(close + 1)..].Trim() : path);
    }
}
