using System.Text.Json.Nodes;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary>A list of values inside a complex attribute (<c>name.nicknames</c>): an <c>add</c> appends to it as it does to an
/// attribute (RFC 7644 section 3.5.2.1), and a <c>remove</c> with a value removes these values.</summary>
internal static class SubList
{
    /// <summary>The parts to write: a list that is appended to includes the stored values.</summary>
    public static JsonObject Added(
        JsonObject? before, IEnumerable<KeyValuePair<string, JsonNode?>> parts, AttributeDefinition? attribute)
    {
        var added = new JsonObject();
        foreach (var (name, value) in parts) added[name] = Added(before?.Find(name), value, attribute?.Sub(name));
        return added;
    }

    /// <summary>The list without some of its values.</summary>
    public static JsonNode? Without(JsonNode? list, JsonArray values, AttributeDefinition? sub)
    {
        if (list is not JsonArray there) return list?.DeepClone();
        return new JsonArray([
            .. there.Where(one => !values.Any(value => AreSame(one, value, sub))).Select(one => one?.DeepClone()),
        ]);
    }

    /// <summary>Whether two plain values are equal: text by the case rule of its attribute.</summary>
    public static bool AreSame(JsonNode? one, JsonNode? other, AttributeDefinition? attribute) =>
        one.IsString(out string? text) && other.IsString(out string? second)
            ? text.Equals(second, ValueTest.Cases(attribute))
            : JsonNode.DeepEquals(one, other);

    private static JsonNode? Added(JsonNode? there, JsonNode? given, AttributeDefinition? sub)
    {
        if (!(sub?.MultiValued ?? (there is JsonArray || given is JsonArray))) return given?.DeepClone();
        var list = Elements(there);
        foreach (var element in Elements(given))
            if (!list.Any(other => JsonNode.DeepEquals(other, element))) list.Add(element?.DeepClone());
        return list;
    }

    private static JsonArray Elements(JsonNode? value) =>
        value is JsonArray ? (JsonArray)value.DeepClone() : value is null ? [] : new JsonArray(value.DeepClone());
}
