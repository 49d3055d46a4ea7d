using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Filters;

/// <summary>Makes the test of one value from an operator and a literal.</summary>
internal static class ValueTest
{
    /// <param name="comparison">The operator; for <c>ne</c> the test is that the value differs.</param>
    /// <param name="literal">Not null: that tests for presence.</param>
    /// <param name="attribute">The schema's definition of the value.</param>
    public static Func<JsonNode, bool> For(ComparisonOperator comparison, FilterLiteral literal, AttributeDefinition? attribute)
    {
        if (comparison != ComparisonOperator.Ne) return Holds(comparison, literal, attribute);
        var equal = Holds(ComparisonOperator.Eq, literal, attribute);
        return node => !equal(node);
    }

    private static Func<JsonNode, bool> Holds(
        ComparisonOperator comparison,
        FilterLiteral literal,
        AttributeDefinition? attribute
    ) => literal.Kind switch
    {
        LiteralKind.Boolean => OfBoolean(literal.Text == "true"),
        LiteralKind.Number => OfNumber(comparison, literal.Text),
        LiteralKind.String when attribute?.Type == AttributeType.DateTime && Instant.TryParse(literal.Text, out var instant)
            && !comparison.IsSubstring() => OfInstant(comparison, instant),
        LiteralKind.String => OfText(comparison, literal.Text, Cases(attribute)),
        _ => throw new InvalidOperationException($"{literal.Kind} has no value to compare with."),
    };

    // References and binary values are case exact by their type (RFC 7643 sections 2.3.6 and 2.3.7), whatever a schema says.
    public static StringComparison Cases(AttributeDefinition? attribute) =>
        attribute is { CaseExact: true } or { Type: AttributeType.Reference or AttributeType.Binary }
            ? StringComparison.Ordinal
            : StringComparison.OrdinalIgnoreCase;

    private static Func<JsonNode, bool> OfBoolean(bool expected)
    {
        var kind = expected ? JsonValueKind.True : JsonValueKind.False;
        return node => node.GetValueKind() == kind;
    }

    private static Func<JsonNode, bool> OfText(ComparisonOperator comparison, string expected, StringComparison cases)
    {
        if (comparison == ComparisonOperator.Eq) return new TextEquality(expected, cases).Holds;
        Func<string, string> form = cases == StringComparison.Ordinal ? text => text : Spelling.Normal;
        expected = form(expected);
        return comparison switch
        {
            ComparisonOperator.Co => node => node.IsString(out string? text) && form(text).Contains(expected, cases),
            ComparisonOperator.Sw => node => node.IsString(out string? text) && form(text).StartsWith(expected, cases),
            ComparisonOperator.Ew => node => node.IsString(out string? text) && form(text).EndsWith(expected, cases),
            _ => Ordered(
                comparison,
                node => node.IsString(out string? text) ? string.Compare(form(text), expected, cases) : null
            ),
        };
    }

    private static Func<JsonNode, bool> OfInstant(ComparisonOperator comparison, DateTimeOffset expected) => Ordered(
        comparison,
        node => node.IsString(out string? text) && Instant.TryParse(text, out var instant) ? instant.CompareTo(expected) : null);

    private static Func<JsonNode, bool> OfNumber(ComparisonOperator comparison, string expected)
    {
        var number = Numeric.Parse(expected);
        return Ordered(
            comparison,
            node => node.GetValueKind() == JsonValueKind.Number ? Numeric.Of(node).OrderAgainst(number) : null
        );
    }

    private static Func<JsonNode, bool> Ordered(ComparisonOperator comparison, Func<JsonNode, int?> compare) => comparison switch
    {
        ComparisonOperator.Eq => node => compare(node) == 0,
        ComparisonOperator.Gt => node => compare(node) > 0,
        ComparisonOperator.Ge => node => compare(node) >= 0,
        ComparisonOperator.Lt => node => compare(node) < 0,
        ComparisonOperator.Le => node => compare(node) <= 0,
        _ => throw new InvalidOperationException($"{comparison} is no operator of an order."),
    };
}
