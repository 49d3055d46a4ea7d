using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Resources;

/// <summary>What a target answered, made a proper resource. Nothing is refused: a value that cannot be repaired stays as it is.</summary>
public static class TargetForm
{
    /// <summary>Repairs a resource in place: the schema's spelling and types (a numeric <c>id</c>, <c>"True"</c>, epoch
    /// milliseconds), no <c>null</c> and <c>[]</c>, no password, a whole <c>schemas</c> and <c>meta.resourceType</c>.</summary>
    /// <returns>The resource given in.</returns>
    public static JsonObject Repair(JsonObject resource, ResourceType type)
    {
        for (int i = resource.Count - 1; i >= 0; i--)
        {
            var (name, value) = resource.GetAt(i);
            if (type.CoreAttribute(name) is { } attribute) RepairAt(resource, i, attribute);
            else if (type.Extension(name) is { } extension) RepairExtension(resource, i, extension);
            else if (value is null or JsonArray { Count: 0 } || IsPassword(name)) resource.RemoveAt(i);
        }

        StampType(resource, type);
        ResourceSchemas.Complete(resource, type);
        return resource;
    }

    /// <summary>A password is never returned, whatever a schema says of it (RFC 7643 section 4.1.1).</summary>
    internal static bool IsPassword(string name) => name.Equals("password", StringComparison.OrdinalIgnoreCase);

    private static void RepairExtension(JsonObject resource, int index, SchemaDefinition extension)
    {
        var (name, value) = resource.GetAt(index);
        if (value is JsonObject inner) RepairAll(inner, extension.Find);
        if (value is null or JsonArray { Count: 0 }) resource.RemoveAt(index);
        else Respell(resource, index, name, extension.Id);
    }

    private static void RepairAll(JsonObject parent, Func<string, AttributeDefinition?> find)
    {
        for (int i = parent.Count - 1; i >= 0; i--)
        {
            var (name, value) = parent.GetAt(i);
            if (find(name) is { } attribute) RepairAt(parent, i, attribute);
            else if (value is null or JsonArray { Count: 0 }) parent.RemoveAt(i);
        }
    }

    private static void RepairAt(JsonObject parent, int index, AttributeDefinition attribute)
    {
        var (name, value) = parent.GetAt(index);
        var repaired = attribute.Returned == Returned.Never ? null : Repaired(attribute, value);
        if (repaired is null)
        {
            parent.RemoveAt(index);
            return;
        }

        if (!ReferenceEquals(repaired, value)) parent.SetAt(index, repaired);
        Respell(parent, index, name, attribute.Name);
    }

    // Two spellings of one name in one answer: the second would throw if it took the first one's name.
    private static void Respell(JsonObject parent, int index, string name, string spelling)
    {
        if (name != spelling && !parent.ContainsKey(spelling)) parent.RenameAt(index, spelling);
    }

    /// <summary>The value itself when nothing is wrong with it, another one in its place, or <see langword="null"/> for none.</summary>
    private static JsonNode? Repaired(AttributeDefinition attribute, JsonNode? value)
    {
        if (value is not JsonArray elements) return value is null ? null : RepairedOne(attribute, value);
        for (int i = elements.Count - 1; i >= 0; i--)
        {
            if (elements[i] is not { } element) elements.RemoveAt(i);
            else if (RepairedOne(attribute, element) is var repaired && !ReferenceEquals(repaired, element)) elements[i] = repaired;
        }

        return elements.Count > 0 ? elements : null;
    }

    private static JsonNode RepairedOne(AttributeDefinition attribute, JsonNode value)
    {
        if (attribute.Type != AttributeType.Complex)
            return TypedValues.Fits(value, attribute.Type) ? value : Converted(attribute, value) ?? value;
        if (value is JsonObject inner) RepairAll(inner, attribute.Sub);
        return value;
    }

    private static JsonNode? Converted(AttributeDefinition attribute, JsonNode value) =>
        attribute.Type == AttributeType.DateTime ? TypedValues.FromEpoch(value) : TypedValues.Convert(value, attribute.Type);

    private static void StampType(JsonObject resource, ResourceType type)
    {
        if (resource["meta"] is not JsonObject meta) resource["meta"] = meta = [];
        if (!meta["resourceType"].IsString(out string? name) || name != type.Name) meta["resourceType"] = type.Name;
    }
}
