using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Filters;

/// <summary>Which comparisons make sense (RFC 7644 section 3.4.2.2 table 3). A comparison that can never match is refused, and
/// not answered with an empty list: a client would take that for "no such user" and create a second one.</summary>
internal static class ComparisonRules
{
    /// <summary>The attribute whose values are compared: a bare complex attribute stands for its <c>value</c> (<c>emails co
    /// "x"</c>).</summary>
    public static AttributeDefinition? Compared(AttributeDefinition? attribute) =>
        attribute is { Type: AttributeType.Complex } ? attribute.Sub("value") ?? attribute : attribute;

    /// <summary>The fault of the comparison, a sentence; <see langword="null"/> when there is none.</summary>
    /// <param name="filter">The comparison.</param>
    /// <param name="attribute">The schema's definition for its path; <see langword="null"/> when there is none.</param>
    public static string? Fault(ComparisonFilter filter, AttributeDefinition? attribute)
    {
        string? fault = LiteralFault(filter.Operator, filter.Value.Kind);
        if (fault is not null || filter.Value.Kind == LiteralKind.Null) return fault;
        return Compared(attribute) is { } compared ? SchemaFault(filter, compared) : null;
    }

    private static string? LiteralFault(ComparisonOperator comparison, LiteralKind kind) => kind switch
    {
        LiteralKind.Null when !comparison.IsEquality() =>
            $"'{comparison.ToWord()}' cannot compare with null; only eq and ne can.",
        LiteralKind.Boolean when !comparison.IsEquality() =>
            $"'{comparison.ToWord()}' cannot compare booleans; only eq and ne can.",
        LiteralKind.Number when comparison.IsSubstring() => $"'{comparison.ToWord()}' needs a string in double quotation marks.",
        _ => null,
    };

    private static string? SchemaFault(ComparisonFilter filter, AttributeDefinition attribute) => attribute.Type switch
    {
        AttributeType.Complex => $"'{filter.Path}' is complex; name one of its sub-attributes.",
        AttributeType.Boolean => Typed(filter, LiteralKind.Boolean, "a boolean", filter.Operator.IsEquality()),
        AttributeType.Integer or AttributeType.Decimal => Typed(
            filter,
            LiteralKind.Number,
            "a number",
            !filter.Operator.IsSubstring()
        ),
        AttributeType.Binary => Typed(filter, LiteralKind.String, "binary", !filter.Operator.IsOrdering()),
        AttributeType.DateTime => Typed(filter, LiteralKind.String, "a dateTime", true) ?? DateTimeFault(filter),
        AttributeType.String => Typed(filter, LiteralKind.String, "a string", true),
        AttributeType.Reference => Typed(filter, LiteralKind.String, "a reference", true),
        _ => throw new InvalidOperationException($"{attribute.Type} is no type of an attribute."),
    };

    private static string? Typed(ComparisonFilter filter, LiteralKind kind, string type, bool fits) =>
        !fits ? $"'{filter.Path}' is {type}, which '{filter.Operator.ToWord()}' cannot compare."
        : filter.Value.Kind != kind ? $"'{filter.Path}' is {type}; expected {Shape(kind)}, found a {Word(filter.Value.Kind)}."
        : null;

    private static string? DateTimeFault(ComparisonFilter filter) =>
        filter.Operator.IsSubstring() || Instant.TryParse(filter.Value.Text, out _)
            ? null
            : $"'{filter.Path}' is a dateTime; expected a value such as \"2011-05-13T04:42:34Z\".";

    private static string Shape(LiteralKind kind) => kind switch
    {
        LiteralKind.Boolean => "true or false",
        LiteralKind.Number => "a number",
        _ => "a string in double quotation marks",
    };

    private static string Word(LiteralKind kind) => kind.ToString().ToLowerInvariant();
}
