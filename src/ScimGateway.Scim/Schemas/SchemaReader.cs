using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Schemas;

/// <summary>Reads a schema document (RFC 7643 section 7), as <c>/Schemas</c> answers it, also in the shapes of SCIM 1.1
/// (<c>"readOnly": true</c>) and of its drafts (<c>read-only</c>, <c>datetime</c>).</summary>
public static class SchemaReader
{
    /// <summary>Reads one schema; characteristics that it leaves out have the RFC's defaults (RFC 7643 section 2.2).</summary>
    /// <exception cref="ScimException"><c>invalidSyntax</c>: no <c>id</c>, an attribute without a name, or one name
    /// twice.</exception>
    public static SchemaDefinition Read(JsonObject json) => new()
    {
        Id = Text(json, "id") ?? throw ScimException.InvalidSyntax("A schema lacks its 'id', a URI."),
        Name = Text(json, "name") ?? "",
        Description = Text(json, "description"),
        Attributes = Attributes(json.Find("attributes"), Text(json, "id") ?? ""),
    };

    internal static SchemaDefinition ReadEmbedded(string file)
    {
        using var stream = typeof(SchemaReader).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is not embedded in {typeof(SchemaReader).Assembly.GetName().Name}.");
        return Read((JsonObject)JsonNode.Parse(stream)!);
    }

    private static AttributeDefinition[] Attributes(JsonNode? node, string owner)
    {
        AttributeDefinition[] attributes = node is JsonArray array
            ? [.. array.OfType<JsonObject>().Select(json => Attribute(json, owner))]
            : [];
        var twice = attributes
            .GroupBy(attribute => attribute.Name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Skip(1).Any());
        return twice is null
            ? attributes
            : throw ScimException.InvalidSyntax($"'{owner}' has the attribute '{twice.Key}' twice.");
    }

    private static AttributeDefinition Attribute(JsonObject json, string owner) => new()
    {
        Name = Text(json, "name") ?? throw ScimException.InvalidSyntax($"An attribute of '{owner}' lacks its 'name'."),
        Type = TypeOf(json),
        MultiValued = Flag(json, "multiValued"),
        Description = Text(json, "description"),
        Required = Flag(json, "required"),
        CaseExact = Flag(json, "caseExact"),
        Mutability = Word(json, "mutability", Flag(json, "readOnly") ? Mutability.ReadOnly : Mutability.ReadWrite),
        Returned = Word(json, "returned", Returned.Default),
        Uniqueness = Word(json, "uniqueness", Uniqueness.None),
        CanonicalValues = Words(json.Find("canonicalValues")),
        ReferenceTypes = Words(json.Find("referenceTypes")),
        SubAttributes = Attributes(json.Find("subAttributes"), Text(json, "name") ?? owner),
    };

    private static string? Text(JsonObject json, string name) => json.Find(name).IsString(out string? text) ? text : null;

    private static bool Flag(JsonObject json, string name) =>
        json.Find(name) is { } node
        && (
            node.GetValueKind() == JsonValueKind.True
            || (node.IsString(out string? word) && word.Equals("true", StringComparison.OrdinalIgnoreCase))
        );

    // A definition with parts and a type that the RFC does not have is complex.
    private static AttributeType TypeOf(JsonObject json) => Text(json, "type")?.ToLowerInvariant() switch
    {
        "bool" => AttributeType.Boolean,
        "int" => AttributeType.Integer,
        "number" or "double" or "float" => AttributeType.Decimal,
        _ => Word(
            json,
            "type",
            json.Find("subAttributes") is JsonArray { Count: > 0 } ? AttributeType.Complex : AttributeType.String
        ),
    };

    private static T Word<T>(JsonObject json, string name, T otherwise)
        where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(word =>
            word.ToString()!
                .Equals(Text(json, name)?.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)
        ) ?? otherwise;

    private static string[] Words(JsonNode? node) =>
        node is JsonArray array ? [.. array.Select(item => item.IsString(out string? text) ? text : null).OfType<string>()] : [];
}
