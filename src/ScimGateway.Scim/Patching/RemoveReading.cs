using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Values;

namespace ScimGateway.Scim.Patching;

/// <summary>A <c>remove</c> made canonical. Entra's form with a value removes those elements: RFC 7644 section 3.5.2.2 has no
/// value here, and a server that ignores it empties the group.</summary>
internal static class RemoveReading
{
    public static IEnumerable<PatchOperation> Read(PatchPath path, SaidOperation said, ReadingRules rules)
    {
        if (path.Attribute.Name.Equals(rules.Type?.Schema.Id, StringComparison.OrdinalIgnoreCase))
            throw ScimException.NoTarget($"{path} is the core schema; name the attributes to remove.");
        var definition = PlaceCheck.Definition(path, rules);
        if (PlaceCheck.IsIgnored(definition, path, rules)) return [];
        if (said.Value is not { } value) return [Without(definition, path, rules)];
        if (IsOfPlainValues(definition, path, value)) return PlainValues(definition, path, value, rules);
        if (!rules.Allows(Leniency.RemoveByValue))
            throw ScimException.InvalidValue(
                $"remove {path} has a value; name the elements in the path: {path.Attribute.Name}[value eq \"…\"]."
            );
        if (path.Where is not null || definition is { MultiValued: false }) return [Without(definition, path, rules)];
        if (path.Attribute.SubName is not null)
            throw ScimException.InvalidValue(
                $"remove {path} has a value; name the attribute alone, or the elements in the path."
            );
        return Elements(value).Select(element => OneElement(path, element, definition, rules));
    }

    // Entra names an element by its type and means the element: without its value it has only marks.
    private static bool MeansElement(AttributeDefinition? definition, PatchPath path, ReadingRules rules) =>
        rules.Allows(Leniency.LooseComplexValues) && path is { Where: not null, Attribute.SubName: { } sub }
        && sub.Equals("value", StringComparison.OrdinalIgnoreCase)
        && definition?.SubAttributes.All(other => other.Name is "value" or "$ref" || SimpleElement.IsMark(other.Name)) == true;

    /// <summary>The removal of a place, or of the whole element if the place is its value and the client means the
    /// element.</summary>
    public static PatchOperation Without(AttributeDefinition? definition, PatchPath path, ReadingRules rules) =>
        PatchCanonicaliser.At(
            PatchVerb.Remove,
            MeansElement(definition, path, rules) ? path with { Attribute = path.Attribute with { SubName = null } } : path,
            null
        );

    private static bool IsOfPlainValues(AttributeDefinition? definition, PatchPath path, JsonNode value)
    {
        if (path.Attribute.SubName is not { } name)
            return path.Where is null && definition is { MultiValued: true, Type: not AttributeType.Complex };
        return definition?.Sub(name) is { } sub
            ? sub is { MultiValued: true, Type: not AttributeType.Complex }
            : value is JsonArray;
    }

    private static IEnumerable<PatchOperation> PlainValues(
        AttributeDefinition? definition,
        PatchPath path,
        JsonNode value,
        ReadingRules rules
    )
    {
        var list = value is JsonArray ? value.DeepClone() : new JsonArray(value.DeepClone());
        var read = new PatchValues(rules).Whole(
            path.Attribute.SubName is { } sub ? definition?.Sub(sub) : definition,
            new Place(path.Attribute, path.Where),
            list
        );
        return Unassigned.Is(read) ? [] : [new PatchOperation(PatchVerb.Remove, path, read)];
    }

    private static IEnumerable<JsonNode> Elements(JsonNode value) =>
        value is JsonArray several ? several.OfType<JsonNode>() : [value];

    private static PatchOperation OneElement(PatchPath path, JsonNode given, AttributeDefinition? definition, ReadingRules rules)
    {
        var element = new PatchValues(rules).Element(definition, new Place(path.Attribute), given.DeepClone());
        var where = element is JsonObject members ? Selecting(members, definition) : Equal("value", element);
        return new PatchOperation(PatchVerb.Remove, path with { Where = where ?? throw Unclear(path) }, null);
    }

    // An immutable value is the element's id (members); any other value may occur twice, once of each type.
    private static Filter? Selecting(JsonObject members, AttributeDefinition? definition)
    {
        if (Equal("value", members.Find("value")) is { } byValue)
            return
                definition?.Sub("value")?.Mutability != Mutability.Immutable
                && Equal("type", members.Find("type")) is { } byType
                ? new AndFilter(byValue, byType)
                : byValue;
        Filter? where = null;
        foreach (var (name, value) in members)
            if (OddNames.IsRegular(name) && Equal(name, value) is { } test)
                where = where is null ? test : new AndFilter(where, test);
        return where;
    }

    private static ComparisonFilter? Equal(string name, JsonNode? value) => value?.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.String => Equal(name, FilterLiteral.Of(value.GetValue<string>())),
        System.Text.Json.JsonValueKind.Number => Equal(name, FilterLiteral.Number(value.ToJsonString())),
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => Equal(
            name,
            FilterLiteral.Of(value.GetValue<bool>())
        ),
        _ => null,
    };

    private static ComparisonFilter Equal(string name, FilterLiteral literal) =>
        new(new AttributePath(null, name), ComparisonOperator.Eq, literal);

    private static ScimException Unclear(PatchPath path) =>
        ScimException.InvalidValue($"remove {path} has an element that says nothing to know it by; expected its value.");
}
