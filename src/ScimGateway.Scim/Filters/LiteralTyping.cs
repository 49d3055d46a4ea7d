using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Filters;

/// <summary>Repairs a literal as far as the client's leniencies allow: <c>active eq "True"</c> becomes <c>active eq
/// true</c>.</summary>
internal static class LiteralTyping
{
    public static FilterLiteral Repair(
        FilterLiteral literal,
        AttributePath path,
        AttributeDefinition? attribute,
        ReadingRules rules
    )
    {
        if (rules.Allows(Leniency.SchemaTypedLiterals) && ComparisonRules.Compared(attribute) is { } compared)
            literal = OfType(literal, compared.Type);
        return rules.Allows(Leniency.PlusInLiterals) && HoldsAddresses(path) ? WithPlus(literal) : literal;
    }

    private static FilterLiteral OfType(FilterLiteral literal, AttributeType type) => (type, literal.Kind) switch
    {
        (AttributeType.Boolean, LiteralKind.String) when bool.TryParse(literal.Text, out bool value) => FilterLiteral.Of(value),
        (AttributeType.Integer or AttributeType.Decimal, LiteralKind.String) when JsonNumber.Fits(literal.Text) =>
            FilterLiteral.Number(literal.Text),
        (AttributeType.String or AttributeType.Reference or AttributeType.DateTime, LiteralKind.Number or LiteralKind.Boolean) =>
            FilterLiteral.Of(literal.Text),
        _ => literal,
    };

    private static bool HoldsAddresses(AttributePath path) =>
        path.Name.Equals("userName", StringComparison.OrdinalIgnoreCase)
        || (path.Name.Equals("emails", StringComparison.OrdinalIgnoreCase)
            && path.SubName?.Equals("value", StringComparison.OrdinalIgnoreCase) is null or true);

    // A raw "a+b@x.org" in a query arrives as "a b@x.org"; only the part before the '@' may have had a plus.
    private static FilterLiteral WithPlus(FilterLiteral literal)
    {
        int at = literal.Text.IndexOf('@', StringComparison.Ordinal);
        bool address =
            literal.Kind == LiteralKind.String
            && at > 0
            && !literal.Text.AsSpan(at).ContainsAny(" \"")
            && literal.Text[0] != '"';
        return address ? FilterLiteral.Of(literal.Text[..at].Replace(' ', '+') + literal.Text[at..]) : literal;
    }
}
