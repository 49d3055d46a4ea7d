using ScimGateway.Scim.Filters;

namespace ScimGateway.Commands;

/// <summary>The attributes that a filter asks about.</summary>
internal static class FilterNames
{
    public static IEnumerable<string> Of(Filter filter) => filter switch
    {
        AndFilter and => Of(and.Left).Concat(Of(and.Right)),
        OrFilter or => Of(or.Left).Concat(Of(or.Right)),
        NotFilter not => Of(not.Operand),
        ComparisonFilter comparison => [comparison.Path.ToString()],
        PresentFilter present => [present.Path.ToString()],
        ValuePathFilter path => [path.Path.ToString()],
        _ => throw new InvalidOperationException($"{filter.GetType().Name} is no filter."),
    };
}
