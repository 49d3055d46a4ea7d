using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Values;

/// <summary>A simple value in the form that elements of a complex attribute have (RFC 7643 section 2.4): <c>{"value": "1"}</c>,
/// which Entra sends for attributes of its customers' own.</summary>
internal static class SimpleElement
{
    /// <summary>The simple value, detached; <see langword="null"/> when it has another form.</summary>
    public static JsonNode? In(JsonNode? element)
    {
        if (element is not JsonObject members || !Is(members)) return null;
        string name = members.SpellingOf("value")!;
        var value = members[name];
        members.Remove(name);
        return value;
    }

    /// <summary>Whether an object says no more than a simple value: it has only marks of list elements besides.</summary>
    public static bool Is(JsonObject members)
    {
        bool any = false;
        foreach (var (name, value) in members)
        {
            if (name.Equals("value", StringComparison.OrdinalIgnoreCase)) any = value is JsonValue;
            else if (!IsMark(name)) return false;
        }

        return any;
    }

    /// <summary>Whether a name is a mark, which describes a value and means nothing without it.</summary>
    public static bool IsMark(string name) => name.ToLowerInvariant() is "type" or "primary" or "display";
}
