using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Scim.Filters;

/// <summary>What a path finds in a resource, asked value by value without a list being made.</summary>
internal sealed class AttributeValues(AttributePath path)
{
    private readonly string? schema = IsCore(path.Schema) ? null : path.Schema;

    /// <summary>Whether the path has no value, or none that passes, or one that does.</summary>
    public Finding Ask(JsonObject resource, Func<JsonNode, bool> test) => Attribute(resource) switch
    {
        null => Finding.Absent,
        JsonArray elements => AskEach(elements, test),
        var value => AskOne(value, test),
    };

    /// <summary>The attribute's node; sub-attributes are not followed.</summary>
    public JsonNode? Attribute(JsonObject resource)
    {
        if (schema is null) return resource.Find(path.Name);
        return resource.Find(schema) is JsonObject extension ? extension.Find(path.Name) : null;
    }

    private Finding AskEach(JsonArray elements, Func<JsonNode, bool> test)
    {
        var finding = Finding.Absent;
        for (int i = 0; i < elements.Count && finding != Finding.Passes; i++)
        {
            var one = elements[i] is { } element ? AskOne(element, test) : Finding.Absent;
            if (one > finding) finding = one;
        }

        return finding;
    }

    private Finding AskOne(JsonNode element, Func<JsonNode, bool> test) =>
        Inner(element) is not { } value ? Finding.Absent : test(value) ? Finding.Passes : Finding.Fails;

    /// <summary>The value that one element is compared by.</summary>
    // A complex value by itself stands for its "value"; and a reference may be its plain id ("manager": "u-42").
    public JsonNode? Inner(JsonNode element) => element switch
    {
        JsonObject complex => complex.Find(path.SubName ?? "value"),
        JsonValue plain when path.SubName is null || path.SubName.Equals("value", StringComparison.OrdinalIgnoreCase) => plain,
        _ => null,
    };

    // With no type given, the core schemas of RFC 7643 are still known not to be members of a resource.
    private static bool IsCore(string? schema) => schema?.StartsWith("urn:ietf:params:scim:schemas:core:2.0:", StringComparison.OrdinalIgnoreCase) ?? true;
}

/// <summary>In rising order, so that the largest of several findings is that of them all.</summary>
internal enum Finding { Absent, Fails, Passes }
