using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Values;

namespace ScimGateway.Scim.Resources;

/// <summary>Makes a target's answer a proper resource. Nothing is refused: a value that cannot be repaired stays as it
/// is.</summary>
public static class TargetForm
{
    /// <summary>Repairs a resource in place: the schema's spelling and types (a numeric <c>id</c>, <c>"True"</c>, epoch
    /// milliseconds), nothing empty, no password, a whole <c>schemas</c> and <c>meta.resourceType</c>.</summary>
    /// <returns>The argument.</returns>
    public static JsonObject Repair(JsonObject resource, ResourceType type)
    {
        for (int i = resource.Count - 1; i >= 0; i--)
            if (IsPassword(resource.GetAt(i).Key)) resource.RemoveAt(i);
        RepairAll(resource, name => type.CoreAttribute(name) ?? type.ExtensionAttribute(name));
        StampType(resource, type);
        ResourceSchemas.Complete(resource, type);
        return resource;
    }

    /// <summary>A password is never returned, whatever a schema says about it (RFC 7643 section 4.1.1).</summary>
    internal static bool IsPassword(string name) => name.Equals("password", StringComparison.OrdinalIgnoreCase);

    private static void RepairAll(JsonObject parent, Func<string, AttributeDefinition?> find)
    {
        bool misspelt = false;
        for (int i = parent.Count - 1; i >= 0; i--)
        {
            var (name, value) = parent.GetAt(i);
            var attribute = find(name);
            var repaired =
                attribute is null ? Unknown(value)
                : attribute.Returned == Returned.Never ? null
                : Repaired(attribute, value);
            if (repaired is null) parent.RemoveAt(i);
            else if (!ReferenceEquals(repaired, value)) parent.SetAt(i, repaired);
            misspelt |= attribute is not null && name != attribute.Name;
        }

        if (misspelt) Respell(parent, find);
    }

    private static JsonNode? Unknown(JsonNode? value) => value is JsonArray { Count: 0 } ? null : value;

    // After the rest, when empty attributes no longer occupy a name; of two spellings of one name the first one gets it.
    private static void Respell(JsonObject parent, Func<string, AttributeDefinition?> find)
    {
        for (int i = 0; i < parent.Count; i++)
        {
            string name = parent.GetAt(i).Key;
            if (find(name) is { } attribute && name != attribute.Name && !parent.ContainsKey(attribute.Name))
                parent.RenameAt(i, attribute.Name);
        }
    }

    /// <summary>The value itself if nothing is wrong with it, a repaired one, or <see langword="null"/> for none.</summary>
    private static JsonNode? Repaired(AttributeDefinition attribute, JsonNode? value)
    {
        if (attribute is { MultiValued: true, Type: AttributeType.Complex } && value is JsonValue)
            value = new JsonArray(value.DeepClone());
        if (value is not JsonArray elements) return value is null ? null : RepairedOne(attribute, value);
        for (int i = elements.Count - 1; i >= 0; i--)
        {
            var repaired = elements[i] is { } element ? RepairedOne(attribute, element) : null;
            if (repaired is null) elements.RemoveAt(i);
            else if (!ReferenceEquals(repaired, elements[i])) elements[i] = repaired;
        }

        return elements.Count > 0 ? elements : null;
    }

    private static JsonNode? RepairedOne(AttributeDefinition attribute, JsonNode value)
    {
        if (attribute.Type != AttributeType.Complex) return Simple(attribute, value);
        if (value is JsonValue plain && attribute.Sub("value") is not null)
            value = new JsonObject { ["value"] = plain.DeepClone() }; // RFC 7643 section 2.4
        if (value is not JsonObject inner) return value;
        RepairAll(inner, attribute.Sub);
        return inner.Count > 0 ? inner : null;
    }

    private static JsonNode Simple(AttributeDefinition attribute, JsonNode value)
    {
        if (attribute.Type == AttributeType.DateTime) return DateTimes.Repaired(value);
        if (TypedValues.Fits(value, attribute.Type)) return value;
        return attribute.Mutability != Mutability.ReadOnly && SimpleElement.In(value) is { } inner
            ? Simple(attribute, inner)
            : TypedValues.Convert(value, attribute.Type) ?? value;
    }

    private static void StampType(JsonObject resource, ResourceType type)
    {
        if (resource["meta"] is not JsonObject meta) resource["meta"] = meta = [];
        if (!meta["resourceType"].IsString(out string? name) || name != type.Name) meta["resourceType"] = type.Name;
    }
}
