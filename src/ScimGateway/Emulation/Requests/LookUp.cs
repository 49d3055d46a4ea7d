using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Emulation.Requests;

/// <summary>Filters for one resource: <c>userName eq "ana"</c>. There is at most one match.</summary>
internal static class LookUp
{
    /// <summary>Whether no two resources can match, because a unique attribute must have one value (RFC 7643 sections 3.1 and
    /// 4.1.1).</summary>
    public static bool IsOne(Filter filter, ResourceType type) => Conjuncts(filter).Any(part =>
        part is ComparisonFilter { Operator: ComparisonOperator.Eq, Value.Kind: LiteralKind.String } comparison
        && type.Find(comparison.Path) is { MultiValued: false, Uniqueness: not Uniqueness.None });

    /// <summary>Whether it compares a text without regard to case (RFC 7643 section 2.2).</summary>
    public static bool IsInAnyCase(Filter part, ResourceType type) => part switch
    {
        ComparisonFilter { Operator: ComparisonOperator.Eq, Value.Kind: LiteralKind.String } comparison => type.Find(
            comparison.Path
        ) is { Type: AttributeType.String, CaseExact: false },
        ValuePathFilter element => Conjuncts(element.Where).Any(test =>
            test is ComparisonFilter { Path.Name: "value" } value
            && IsInAnyCase(value with { Path = element.Path with { SubName = "value" } }, type)),
        _ => false,
    };

    /// <summary>The tests of a conjunction.</summary>
    public static IEnumerable<Filter> Conjuncts(Filter filter) =>
        filter is AndFilter and ? Conjuncts(and.Left).Concat(Conjuncts(and.Right)) : [filter];
}
