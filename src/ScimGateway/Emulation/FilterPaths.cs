using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Emulation;

/// <summary>The attributes that a filter asks about.</summary>
internal static class FilterPaths
{
    public static IEnumerable<AttributePath> Paths(this Filter filter) => filter switch
    {
        AndFilter and => Paths(and.Left).Concat(Paths(and.Right)),
        OrFilter or => Paths(or.Left).Concat(Paths(or.Right)),
        NotFilter not => Paths(not.Operand),
        ComparisonFilter comparison => [comparison.Path],
        PresentFilter present => [present.Path],
        // What stands in brackets is relative to the attribute before them.
        ValuePathFilter valuePath => Paths(valuePath.Where).Select(inner => valuePath.Path with { SubName = inner.Name }).Prepend(valuePath.Path),
        _ => throw new InvalidOperationException($"{filter.GetType().Name} is no filter."),
    };
}
