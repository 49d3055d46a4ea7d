using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScimGateway.Scim.Schemas;

/// <summary>Writes a schema document (RFC 7643 section 7), as <c>/Schemas</c> answers it. Reading it back gives the same
/// schema.</summary>
/// <remarks>Every characteristic is written, defaults too, and never a null: Entra refuses nulls there. The caller, which knows
/// the address, adds <c>meta.location</c>.</remarks>
public static class SchemaWriter
{
    /// <summary>The document of a schema, without its <c>meta.location</c>.</summary>
    public static JsonObject Write(SchemaDefinition schema)
    {
        var json = new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.Schema), ["id"] = schema.Id, ["name"] = schema.Name };
        if (schema.Description is not null) json["description"] = schema.Description;
        json["attributes"] = Attributes(schema.Attributes);
        json["meta"] = new JsonObject { ["resourceType"] = "Schema" };
        return json;
    }

    private static JsonArray Attributes(IReadOnlyList<AttributeDefinition> attributes) => [.. attributes.Select(Attribute)];

    private static JsonObject Attribute(AttributeDefinition attribute)
    {
        var json = new JsonObject
        {
            ["name"] = attribute.Name,
            ["type"] = Word(attribute.Type),
            ["multiValued"] = attribute.MultiValued,
        };
        if (attribute.Description is not null) json["description"] = attribute.Description;
        json["required"] = attribute.Required;
        json["caseExact"] = attribute.CaseExact;
        json["mutability"] = Word(attribute.Mutability);
        json["returned"] = Word(attribute.Returned);
        json["uniqueness"] = Word(attribute.Uniqueness);
        if (attribute.CanonicalValues.Count > 0) json["canonicalValues"] = Words(attribute.CanonicalValues);
        if (attribute.ReferenceTypes.Count > 0) json["referenceTypes"] = Words(attribute.ReferenceTypes);
        if (attribute.Type == AttributeType.Complex) json["subAttributes"] = Attributes(attribute.SubAttributes);
        return json;
    }

    private static JsonArray Words(IReadOnlyList<string> words) => [.. words.Select(word => JsonValue.Create(word))];

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
