using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Vendors;

/// <summary>Which part of a list is requested (RFC 7644 section 3.4.2.4).</summary>
/// <param name="StartIndex">From 1.</param>
/// <param name="Count">The most resources on it.</param>
internal sealed record Page(int StartIndex, int Count)
{
    /// <summary>The page asked for; a count over the maximum becomes the maximum, as servers do.</summary>
    public static Page Of(Ask ask, int otherwise, int maximum) =>
        new(Math.Max(1, Number(ask, "startIndex", 1)), Math.Clamp(Number(ask, "count", otherwise), 0, maximum));

    /// <summary>The list message.</summary>
    /// <param name="matches">All that match, over every page.</param>
    /// <param name="show">Makes an answer's resource, one that has no parent.</param>
    /// <param name="itemsPerPage">What the vendor says there; <see langword="null"/>: the number on this page.</param>
    public JsonObject Message(IReadOnlyList<JsonObject> matches, Func<JsonObject, JsonObject> show, int? itemsPerPage = null)
    {
        var resources = new JsonArray();
        foreach (var match in matches.Skip(StartIndex - 1).Take(Count)) resources.Add((JsonNode)show(match));
        return new JsonObject
        {
            ["schemas"] = new JsonArray(SchemaUrns.ListResponse),
            ["totalResults"] = matches.Count,
            ["itemsPerPage"] = itemsPerPage ?? resources.Count,
            ["startIndex"] = StartIndex,
            ["Resources"] = resources,
        };
    }

    private static int Number(Ask ask, string name, int otherwise)
    {
        if (!ask.Query.TryGetValue(name, out string? text)) return otherwise;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw ScimException.InvalidValue($"{name} is \"{text}\"; expected an integer.");
    }
}
