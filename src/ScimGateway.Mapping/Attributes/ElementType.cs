using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Mapping.Attributes;

/// <summary><c>defaultType</c>: the type of elements without one, for a target that requires a type.</summary>
internal static class ElementType
{
    public static void Give(JsonObject resource, Place list, string type)
    {
        foreach (var element in (Placing.Find(resource, list) as JsonArray ?? []).OfType<JsonObject>())
            if (element.Find("type") is null) element[element.SpellingOf("type") ?? "type"] = type;
    }
}
