using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary>A <c>remove</c> made canonical. Entra's form with a value removes those elements: RFC 7644 section 3.5.2.2 knows no
/// value here, and a server that overlooks it empties the group.</summary>
internal static class RemoveReading
{
    public static IEnumerable<PatchOperation> Read(PatchPath path, SaidOperation said, ReadingRules rules)
    {
        if (path.Attribute.Name.Equals(rules.Type?.Schema.Id, StringComparison.OrdinalIgnoreCase))
            throw ScimException.NoTarget($"{path} is the core schema; name the attributes to remove.");
        var definition = PlaceCheck.Definition(path, rules);
        if (PlaceCheck.IsIgnored(definition, path, rules)) return [];
        if (!said.HasValue) return [PatchCanonicaliser.At(PatchVerb.Remove, path, null)];
        if (!rules.Allows(Leniency.RemoveByValue))
            throw ScimException.InvalidValue($"remove {path} has a value; name the elements in the path: {path.Attribute.Name}[value eq \"…\"].");
        if (path.Where is not null || definition is { MultiValued: false }) return [PatchCanonicaliser.At(PatchVerb.Remove, path, null)];
        if (path.Attribute.SubName is not null)
            throw ScimException.InvalidValue($"remove {path} has a value; name the attribute alone, or the elements in the path.");
        if (definition is { Type: not AttributeType.Complex })
            throw ScimException.InvalidValue($"remove {path} has a value, but its elements are plain and no path can name one; replace the whole list.");
        return Elements(said.Value).Select(element => OneElement(path, element, definition, rules));
    }

    private static IEnumerable<JsonNode> Elements(JsonNode? value) =>
        value is JsonArray several ? several.OfType<JsonNode>() : value is null ? [] : [value];

    private static PatchOperation OneElement(PatchPath path, JsonNode given, AttributeDefinition? definition, ReadingRules rules)
    {
        var element = ValueReading.One(definition, given, path.ToString(), rules);
        var where = element is JsonObject members ? Selecting(members) : Equal("value", element);
        return new PatchOperation(PatchVerb.Remove, path with { Where = where ?? throw Unclear(path) }, null);
    }

    private static Filter? Selecting(JsonObject members)
    {
        if (Equal("value", members.Find("value")) is { } byValue) return byValue;
        Filter? where = null;
        foreach (var (name, value) in members)
            if (OddNames.IsRegular(name) && Equal(name, value) is { } test) where = where is null ? test : new AndFilter(where, test);
        return where;
    }

    private static ComparisonFilter? Equal(string name, JsonNode? value) => value?.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.String => Equal(name, FilterLiteral.Of(value.GetValue<string>())),
        System.Text.Json.JsonValueKind.Number => Equal(name, FilterLiteral.Number(value.ToJsonString())),
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => Equal(name, FilterLiteral.Of(value.GetValue<bool>())),
        _ => null,
    };

    private static ComparisonFilter Equal(string name, FilterLiteral literal) =>
        new(new AttributePath(null, name), ComparisonOperator.Eq, literal);

    private static ScimException Unclear(PatchPath path) =>
        ScimException.InvalidValue($"remove {path} has an element that says nothing to know it by; expected its value.");
}
