using System.Text.Json.Nodes;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Scim.Filters;

/// <summary>The values of a path in a resource, tested one by one without making a list.</summary>
internal sealed class AttributeValues(AttributePath path)
{
    private readonly AttributeFinder attribute = new(path.Name);
    private readonly AttributeFinder sub = new(path.SubName ?? "value");
    private readonly AttributeFinder? extension = IsCore(path.Schema) ? null : new(path.Schema!);

    /// <summary>Whether the path has no value, or none that passes, or one that does.</summary>
    /// <param name="effort">Each tested element counts, and so does a missing attribute.</param>
    public Finding Ask(JsonObject resource, Func<JsonNode, bool> test, FilterEffort? effort)
    {
        effort?.Spend();
        return Attribute(resource) switch
        {
            null => Finding.Absent,
            JsonArray elements => AskEach(elements, test, effort),
            var value => AskOne(value, test),
        };
    }

    /// <summary>The attribute's node; sub-attributes are not followed.</summary>
    public JsonNode? Attribute(JsonObject resource)
    {
        if (extension is null) return attribute.Find(resource);
        return extension.Find(resource) is JsonObject members ? attribute.Find(members) : null;
    }

    private Finding AskEach(JsonArray elements, Func<JsonNode, bool> test, FilterEffort? effort)
    {
        var finding = Finding.Absent;
        for (int i = 0; i < elements.Count && finding != Finding.Passes; i++)
        {
            if (i > 0) effort?.Spend();
            var one = elements[i] is { } element ? AskOne(element, test) : Finding.Absent;
            if (one > finding) finding = one;
        }

        return finding;
    }

    private Finding AskOne(JsonNode element, Func<JsonNode, bool> test) =>
        Inner(element) is not { } value ? Finding.Absent : test(value) ? Finding.Passes : Finding.Fails;

    /// <summary>The value that one element is compared by.</summary>
    // A complex value is compared by its "value"; and a reference may be its plain id ("manager": "u-42").
    public JsonNode? Inner(JsonNode element) => element switch
    {
        JsonObject complex => sub.Find(complex),
        JsonValue plain when path.SubName is null || path.SubName.Equals("value", StringComparison.OrdinalIgnoreCase) => plain,
        _ => null,
    };

    // Without a type, the core schemas of RFC 7643 are still known not to be members of a resource.
    private static bool IsCore(string? schema) =>
        schema?.StartsWith("urn:ietf:params:scim:schemas:core:2.0:", StringComparison.OrdinalIgnoreCase) ?? true;
}

/// <summary>In rising order, so that the largest of several results is the result for all.</summary>
internal enum Finding { Absent, Fails, Passes }
