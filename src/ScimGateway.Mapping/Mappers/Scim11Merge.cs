using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Mapping.Mappers;

/// <summary>A partial resource in the form of SCIM 1.1 (section 3.3.2), whose PATCH adds to a list and does not accept
/// <see langword="null"/>: removed elements have <c>"operation": "delete"</c>, removed attributes are listed in
/// <c>meta.attributes</c>.</summary>
internal static class Scim11Merge
{
    /// <param name="body">The difference, with whole lists, and <see langword="null"/> for removed attributes. Changed.</param>
    /// <param name="before">The resource before the change.</param>
    public static void Write(JsonObject body, JsonObject before)
    {
        var gone = new List<string>();
        Write(body, before, "", gone);
        if (gone.Count > 0)
            body["meta"] = new JsonObject { ["attributes"] = new JsonArray([.. gone.Select(name => JsonValue.Create(name))]) };
    }

    private static void Write(JsonObject part, JsonObject before, string prefix, List<string> gone)
    {
        foreach (var (name, value) in part.ToList())
        {
            switch (value)
            {
                case null:
                    gone.Add(prefix + name);
                    part.Remove(name);
                    break;
                case JsonArray list when before.Find(name) is JsonArray old:
                    part[name] = Elements(old, list);
                    break;
                case JsonObject inner:
                    string end = name.Contains(':', StringComparison.Ordinal) ? ":" : ".";
                    Write(inner, before.Find(name) as JsonObject ?? [], prefix + name + end, gone);
                    break;
                default:
                    break;
            }
        }
    }

    private static JsonArray Elements(JsonArray before, JsonArray after)
    {
        var gone = before.OfType<JsonObject>().Where(old => !after.Any(element => IsSame(old, element))).Select(Deleted).ToList();
        var come = after.TakeAll().Where(element => !before.Any(old => JsonNode.DeepEquals(old, element)));
        return [.. gone, .. come];
    }

    private static JsonNode Deleted(JsonObject element)
    {
        var deleted = element.TryFind("value", out var value)
            ? new JsonObject { ["value"] = value?.DeepClone() }
            : (JsonObject)element.DeepClone();
        deleted["operation"] = "delete";
        return deleted;
    }

    // By their value, or, without one, as a whole.
    private static bool IsSame(JsonObject old, JsonNode? element) => old.TryFind("value", out var value)
        ? element is JsonObject other && JsonNode.DeepEquals(value, other.Find("value"))
        : JsonNode.DeepEquals(old, element);
}
