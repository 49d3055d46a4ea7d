using System.Text.Json.Nodes;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Emulation.Changes;

/// <summary>A PUT leaves out read-only attributes because clients cannot write them (RFC 7644 section 3.5.1): that does not
/// remove them.</summary>
internal static class ReadOnlyAttributes
{
    /// <summary>Adds the stored read-only attributes to the wanted resource. Changes it.</summary>
    public static JsonObject Keep(JsonObject wanted, JsonObject before, ResourceType type)
    {
        foreach (var attribute in type.Schema.Attributes) Keep(wanted, before, attribute);
        foreach (var extension in type.Extensions)
            if (before[extension.Id] is JsonObject there && wanted[extension.Id] is JsonObject wish)
                foreach (var attribute in extension.Attributes) Keep(wish, there, attribute);
        return wanted;
    }

    private static void Keep(JsonObject wanted, JsonObject before, AttributeDefinition attribute)
    {
        if (before[attribute.Name] is not { } there) return;
        if (attribute.Mutability == Mutability.ReadOnly) wanted[attribute.Name] = there.DeepClone();
        else if (
            there is JsonObject old
            && wanted[attribute.Name] is JsonObject wish
            && JsonNode.DeepEquals(old["value"], wish["value"])
        )
            foreach (var sub in attribute.SubAttributes)
                Keep(wish, old, sub);
    }
}
