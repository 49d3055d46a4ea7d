using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Values;

/// <summary>The object of an extension (RFC 7643 section 3.3). It has no <c>schemas</c> of its own; some clients write them
/// there.</summary>
internal static class ExtensionObject
{
    /// <summary>Whether a member is that <c>schemas</c>, and not an attribute of the extension.</summary>
    public static bool IsStray(SchemaDefinition? extension, string name) =>
        name.Equals("schemas", StringComparison.OrdinalIgnoreCase) && extension?.Find(name) is null;

    /// <summary>Removes it from the object of an extension that no schema defines.</summary>
    public static JsonObject Clean(JsonObject extension)
    {
        while (extension.SpellingOf("schemas") is { } name) extension.Remove(name);
        return extension;
    }
}
