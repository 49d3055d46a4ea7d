using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
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
        if (TypedValues.Fits(value, definition.Type)) return value.DeepClone();
        if (rules.Allows(Leniency.SchemaTypedLiterals) && TypedValues.Convert(value, definition.Type) is { } converted) return converted;
        throw ScimException.InvalidValue($"{place} must be {TypedValues.Describe(definition.Type)}, found {TypedValues.Describe(value)}.");
    }
}
