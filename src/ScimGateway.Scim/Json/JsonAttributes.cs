using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ScimGateway.Scim.Json;

/// <summary>Attributes of a resource by name, in any case (RFC 7643 section 2.1).</summary>
public static class JsonAttributes
{
    /// <summary>The value of an attribute; the exact spelling is tried first, so that well-spelled names cost one
    /// look-up.</summary>
    public static bool TryFind(this JsonObject resource, string name, out JsonNode? value)
    {
        if (resource.TryGetPropertyValue(name, out value)) return true;
        foreach (var member in resource)
        {
            if (!member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            value = member.Value;
            return true;
        }

        return false;
    }

    /// <summary>The value of an attribute; <see langword="null"/> when it is absent or JSON's null.</summary>
    public static JsonNode? Find(this JsonObject resource, string name) => resource.TryFind(name, out var value) ? value : null;

    /// <summary>The name as the resource spells it; <see langword="null"/> when it has no such attribute.</summary>
    public static string? SpellingOf(this JsonObject resource, string name)
    {
        if (resource.ContainsKey(name)) return name;
        foreach (var member in resource)
            if (member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) return member.Key;
        return null;
    }

    /// <summary>Whether a node is a JSON string, and its text.</summary>
    public static bool IsString(this JsonNode? node, [NotNullWhen(true)] out string? text)
    {
        text = null;
        return node is JsonValue value && value.TryGetValue(out text);
    }
}
