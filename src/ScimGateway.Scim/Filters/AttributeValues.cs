using System.Text.Json.Nodes;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Scim.Filters;

/// <summary>What a path finds in a resource, asked value by value without a list being made.</summary>
internal sealed class AttributeValues(AttributePath path)
{
    private readonly AttributeFinder attribute = new(path.Name);
    private readonly AttributeFinder sub = new(path.SubName ?? "value");
    private readonly AttributeFinder? extension = IsCore(path.Schema) ? null : new(path.Schema!);

    /// <summary>Whether the path has no value, or none that passes, or one that does.</summary>
    /// <param name="effort">Each element that is asked counts, and so does an attribute that is not there.</param>
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
    // A complex value by itself stands for its "value"; and a reference may be its plain id ("manager": "u-42").
    public JsonNode? Inner(JsonNode element) => element switch
    {
        JsonObject complex => sub.Find(complex),
        JsonValue plain when path.SubName is null || path.SubName.Equals("value", StringComparison.OrdinalIgnoreCase) => plain,
        _ => null,
    };

    // With no type given, the core schemas of RFC 7643 are still known not to be members of a resource.
    private static bool IsCore(string? schema) =>
        schema?.StartsWith("urn:ietf:params:scim:schemas:core:2.0:", StringComparison.OrdinalIgnoreCase) ?? true;
}

/// <summary>In rising order, so that the largest of several findings is that of them all.</summary>
internal enum Finding { Absent, Fails, Passes }
