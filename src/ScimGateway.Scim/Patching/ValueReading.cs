using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary>A value in the schema's shape and types, repaired as far as the client's leniencies go. What no schema knows stays as
/// it is; <see langword="null"/> comes back for what says "no value".</summary>
internal static class ValueReading
{
    public static JsonNode? Any(AttributeDefinition? definition, JsonNode? value, string place, ReadingRules rules) =>
        definition is { MultiValued: true } ? Several(definition, value, place, rules) : One(definition, value, place, rules);

    /// <summary>The list of a multi-valued attribute; one value by itself is a list of one to a lenient reader.</summary>
    public static JsonNode? Several(AttributeDefinition definition, JsonNode? value, string place, ReadingRules rules)
    {
        if (value is null) return null;
        if (value is not JsonArray elements)
        {
            Require(rules, $"{place} has several values and got a JSON {ScimJson.KindOf(value)}; expected an array.");
            elements = [value.DeepClone()];
        }

        var list = new JsonArray();
        foreach (var element in elements)
        {
            if (element is null) Require(rules, $"{place} has null among its values.");
            if (One(definition, element, place, rules) is { } read and not JsonObject { Count: 0 }) list.Add(read);
        }

        return list;
    }

    /// <summary>A single value, or one element of several.</summary>
    public static JsonNode? One(AttributeDefinition? definition, JsonNode? value, string place, ReadingRules rules)
    {
        if (definition is null) return value?.DeepClone();
        if (value is JsonArray { Count: <= 1 } array)
        {
            if (array.Count == 0) return null;
            Require(rules, $"{place} has one value and got an array.");
            return One(definition, array[0], place, rules);
        }

        if (value is null) return null;
        return definition.Type == AttributeType.Complex ? Complex(definition, value, place, rules) : SimpleValue.Read(definition, value, place, rules);
    }

    private static JsonObject? Complex(AttributeDefinition definition, JsonNode value, string place, ReadingRules rules)
    {
        if (value is JsonObject members) return Parts(definition, JsonInString.Unwrap(definition, members, place, rules), place, rules);
        if (value is JsonArray || definition.Sub("value") is null && !value.IsString(out _))
            throw ScimException.InvalidValue($"{place} is complex and got a JSON {ScimJson.KindOf(value)}; expected an object.");
        Require(rules, $"{place} is complex and got a JSON {ScimJson.KindOf(value)}; expected an object.");
        if (value.IsString(out string? text) && text.Length == 0) return null;
        if (definition.Sub("value") is null)
            throw ScimException.InvalidValue($"{place} got a plain value and has no sub-attribute named value; expected an object.");
        return Complex(definition, new JsonObject { ["value"] = value.DeepClone() }, place, rules);
    }

    private static JsonObject Parts(AttributeDefinition definition, JsonObject members, string place, ReadingRules rules)
    {
        var parts = new JsonObject();
        foreach (var (name, value) in members)
        {
            var sub = definition.Sub(name);
            string part = $"{place}.{name}";
            if (value is null) Require(rules, $"{part} is null; leave it out.");
            if (PlaceCheck.IsIgnored(sub, part, rules)) continue;
            if (Any(sub, value, part, rules) is { } read && !Unassigned.Is(read)) parts[sub?.Name ?? name] = read;
        }

        return parts;
    }

    private static void Require(ReadingRules rules, string fault)
    {
        if (!rules.Allows(Leniency.LooseComplexValues)) throw ScimException.InvalidValue(fault);
    }
}
