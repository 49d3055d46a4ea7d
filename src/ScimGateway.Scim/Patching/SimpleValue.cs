using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary>A value of one of the simple types (RFC 7643 section 2.3). To a lenient reader <c>"False"</c> is <c>false</c> where
/// the schema says boolean: a string is never taken for true only because it is there.</summary>
internal static class SimpleValue
{
    /// <exception cref="ScimException"><c>invalidValue</c>: it is of another type.</exception>
    public static JsonNode Read(AttributeDefinition definition, JsonNode value, string place, ReadingRules rules)
    {
        if (Fits(definition.Type, value)) return value.DeepClone();
        if (rules.Allows(Leniency.SchemaTypedLiterals) && Converted(definition.Type, value) is { } converted) return converted;
        throw ScimException.InvalidValue($"{place} got a JSON {ScimJson.KindOf(value)}; expected {Words(definition.Type)}.");
    }

    private static bool Fits(AttributeType type, JsonNode value) => (type, value.GetValueKind()) switch
    {
        (AttributeType.Boolean, JsonValueKind.True or JsonValueKind.False) => true,
        (AttributeType.Decimal, JsonValueKind.Number) => true,
        (AttributeType.Integer, JsonValueKind.Number) => IsWhole(value.ToJsonString()),
        (AttributeType.String or AttributeType.DateTime or AttributeType.Reference or AttributeType.Binary, JsonValueKind.String) => true,
        _ => false,
    };

    private static JsonNode? Converted(AttributeType type, JsonNode value) => (type, value.GetValueKind()) switch
    {
        (AttributeType.Boolean, JsonValueKind.String) when bool.TryParse(value.GetValue<string>(), out bool flag) => flag,
        (AttributeType.Integer, JsonValueKind.String) when long.TryParse(value.GetValue<string>(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) => whole,
        (AttributeType.Decimal, JsonValueKind.String) when decimal.TryParse(value.GetValue<string>(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) => number,
        (AttributeType.String or AttributeType.Reference, JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) => value.ToJsonString(),
        _ => null,
    };

    private static bool IsWhole(string number) => number.IndexOfAny(['.', 'e', 'E']) < 0;

    private static string Words(AttributeType type) => type switch
    {
        AttributeType.Boolean => "true or false",
        AttributeType.Decimal => "a number",
        AttributeType.Integer => "a whole number",
        AttributeType.String or AttributeType.DateTime or AttributeType.Reference or AttributeType.Binary => "a string",
        _ => throw new InvalidOperationException($"{type} is no simple type."),
    };
}
