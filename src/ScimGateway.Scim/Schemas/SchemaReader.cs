using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Schemas;

/// <summary>Reads a schema document (RFC 7643 section 7), as <c>/Schemas</c> answers it.</summary>
public static class SchemaReader
{
    /// <summary>Reads one schema; characteristics that it leaves out have the RFC's defaults (RFC 7643 section 2.2).</summary>
    public static SchemaDefinition Read(JsonObject json) => new()
    {
        Id = Text(json, "id") ?? "",
        Name = Text(json, "name") ?? "",
        Description = Text(json, "description"),
        Attributes = Attributes(json.Find("attributes")),
    };

    internal static SchemaDefinition ReadEmbedded(string file)
    {
        using var stream = typeof(SchemaReader).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is not embedded in {typeof(SchemaReader).Assembly.GetName().Name}.");
        return Read((JsonObject)JsonNode.Parse(stream)!);
    }

    private static AttributeDefinition[] Attributes(JsonNode? node) =>
        node is JsonArray array ? [.. array.OfType<JsonObject>().Select(Attribute)] : [];

    private static AttributeDefinition Attribute(JsonObject json) => new()
    {
        Name = Text(json, "name") ?? "",
        Type = Word(json, "type", AttributeType.String),
        MultiValued = Flag(json, "multiValued"),
        Description = Text(json, "description"),
        Required = Flag(json, "required"),
        CaseExact = Flag(json, "caseExact"),
        Mutability = Word(json, "mutability", Mutability.ReadWrite),
        Returned = Word(json, "returned", Returned.Default),
        Uniqueness = Word(json, "uniqueness", Uniqueness.None),
        CanonicalValues = Words(json.Find("canonicalValues")),
        ReferenceTypes = Words(json.Find("referenceTypes")),
        SubAttributes = Attributes(json.Find("subAttributes")),
    };

    private static string? Text(JsonObject json, string name) => json.Find(name).IsString(out string? text) ? text : null;

    private static bool Flag(JsonObject json, string name) => json.Find(name)?.GetValueKind() == JsonValueKind.True;

    private static T Word<T>(JsonObject json, string name, T otherwise)
        where T : struct, Enum => Enum.TryParse<T>(Text(json, name), ignoreCase: true, out var word) ? word : otherwise;

    private static string[] Words(JsonNode? node) =>
        node is JsonArray array ? [.. array.Select(item => item.IsString(out string? text) ? text : null).OfType<string>()] : [];
}
