using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Messages;

internal static class ResourceQueryReader
{
    /// <summary>Attributes in one list: each is looked for in each resource of the answer.</summary>
    private const int MostNames = 200;

    private static readonly string[] Names = ["filter", "startIndex", "count", "cursor", "sortBy", "sortOrder", "attributes", "excludedAttributes"];

    public static ResourceQuery Parse(IEnumerable<KeyValuePair<string, string>> parameters, ReadingRules rules)
    {
        var given = Known(parameters);
        var query = new ResourceQuery
        {
            Filter = given.TryGetValue("filter", out string? filter) ? Filter.Parse(filter, rules) : null,
            StartIndex = Integer(given, "startIndex", 1),
            Count = given.ContainsKey("cursor") ? CursorPages.Size(given.GetValueOrDefault("count")) : Integer(given, "count", 0),
            Cursor = CursorPages.Cursor(given.GetValueOrDefault("cursor")),
            SortBy = Paths(given, "sortBy", rules) is [var path, ..] ? path : null,
            Descending = IsDescending(given.GetValueOrDefault("sortOrder")),
            Attributes = Paths(given, "attributes", rules),
            ExcludedAttributes = Paths(given, "excludedAttributes", rules),
        };
        if (query.Attributes.Count > 0 && query.ExcludedAttributes.Count > 0)
            throw ScimException.InvalidValue("attributes and excludedAttributes exclude each other; expected one of them.");
        if (query is { Cursor: not null, StartIndex: not null })
            throw ScimException.InvalidValue("startIndex and cursor exclude each other; expected one of them.");
        return query;
    }

    /// <summary>The members of a SearchRequest as the parameters of a query.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Parameters(JsonObject search)
    {
        foreach (var (name, value) in search)
        {
            if (value is null || !Names.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            yield return new(name, value is JsonArray list ? string.Join(',', list.Select(item => Text(name, item))) : Text(name, value));
        }
    }

    private static string Text(string name, JsonNode? value) => value switch
    {
        JsonValue when value.IsString(out string? text) => text,
        JsonValue => value.ToJsonString(),
        _ => throw ScimException.InvalidValue($"{name} must be a plain value or a list of names, found a JSON {ScimJson.KindOf(value)}."),
    };

    // What is not known is ignored (RFC 7644 section 3.4.2): Entra's feature flags arrive in this way.
    private static Dictionary<string, string> Known(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in parameters)
        {
            if (!Names.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            if (!known.TryAdd(name, value)) throw ScimException.InvalidValue($"{name} is given twice.");
        }

        return known;
    }

    /// <summary>A whole number of any length; below the least it is the least (RFC 7644 section 3.4.2.4).</summary>
    private static int? Integer(Dictionary<string, string> given, string name, int least)
    {
        if (!given.TryGetValue(name, out string? text)) return null;
        return Number(text) is { } number ? Math.Max(number, least) : throw ScimException.InvalidValue($"{name} must be an integer, found \"{text}\".");
    }

    /// <summary>The number that a text is, <see cref="int.MaxValue"/> for a larger one and -1 for any below 0.</summary>
    internal static int? Number(string text)
    {
        var digits = text.AsSpan().Trim();
        bool negative = digits.StartsWith("-");
        if (negative || digits.StartsWith("+")) digits = digits[1..];
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')) return null;
        if (negative) return digits.ContainsAnyExcept('0') ? -1 : 0;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue;
    }

    private static bool IsDescending(string? order) => order?.Trim().ToLowerInvariant() switch
    {
        null or "" or "ascending" => false,
        "descending" => true,
        _ => throw ScimException.InvalidValue($"sortOrder must be ascending or descending, found \"{order}\"."),
    };

    private static AttributePath[] Paths(Dictionary<string, string> given, string name, ReadingRules rules)
    {
        if (!given.TryGetValue(name, out string? list)) return [];
        AttributePath[] paths = [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text => Path(text, rules)).Distinct()];
        return paths.Length <= MostNames ? paths : throw ScimException.InvalidValue($"{name} names {paths.Length} attributes; {MostNames} are the most.");
    }

    private static AttributePath Path(string text, ReadingRules rules) => rules.Type?.ParsePath(text) ?? AttributePath.Parse(text);
}
