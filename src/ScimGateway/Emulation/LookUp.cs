using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Emulation;

/// <summary>Filters that name one resource: <c>userName eq "ana"</c>. The first match is the last one.</summary>
internal static class LookUp
{
    /// <summary>Whether no two resources can match, because a unique attribute must have one value (RFC 7643 sections 3.1 and 4.1.1).</summary>
    public static bool IsOne(Filter filter, ResourceType type) => Conjuncts(filter).Any(part =>
        part is ComparisonFilter { Operator: ComparisonOperator.Eq, Value.Kind: LiteralKind.String } comparison
        && type.Find(comparison.Path) is { MultiValued: false, Uniqueness: not Uniqueness.None });

    /// <summary>Every attribute that it asks of a resource, as often as it does.</summary>
    public static IEnumerable<AttributePath> Paths(Filter filter) => filter switch
    {
        AndFilter and => Paths(and.Left).Concat(Paths(and.Right)),
        OrFilter or => Paths(or.Left).Concat(Paths(or.Right)),
        NotFilter not => Paths(not.Operand),
        ComparisonFilter comparison => [comparison.Path],
        PresentFilter present => [present.Path],
        ValuePathFilter path => [path.Path],
        _ => throw new InvalidOperationException($"{filter.GetType().Name} is no filter."),
    };

    /// <summary>What must hold, each by itself.</summary>
    public static IEnumerable<Filter> Conjuncts(Filter filter) =>
        filter is AndFilter and ? Conjuncts(and.Left).Concat(Conjuncts(and.Right)) : [filter];
}
