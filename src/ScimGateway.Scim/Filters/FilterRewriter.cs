using ScimGateway.Scim.Paths;

namespace ScimGateway.Scim.Filters;

/// <summary>Walks a filter and returns it unchanged; a sub-class that overrides one node changes it.</summary>
public abstract class FilterRewriter
{
    /// <summary>The filter with every node rewritten, inner ones as well; a filter in brackets is left to
    /// <see cref="ValuePath"/>.</summary>
    public Filter Rewrite(Filter filter) => filter switch
    {
        AndFilter and => and with { Left = Rewrite(and.Left), Right = Rewrite(and.Right) },
        OrFilter or => or with { Left = Rewrite(or.Left), Right = Rewrite(or.Right) },
        NotFilter not => not with { Operand = Rewrite(not.Operand) },
        ComparisonFilter comparison => Comparison(comparison),
        PresentFilter present => Present(present),
        ValuePathFilter valuePath => ValuePath(valuePath),
        _ => throw new InvalidOperationException($"{filter.GetType().Name} is no filter."),
    };

    /// <summary>Rewrites a comparison: its path.</summary>
    protected virtual Filter Comparison(ComparisonFilter filter) => filter with { Path = Path(filter.Path) };

    /// <summary>Rewrites a test of presence: its path.</summary>
    protected virtual Filter Present(PresentFilter filter) => filter with { Path = Path(filter.Path) };

    /// <summary>Rewrites a value path: the path before the brackets.</summary>
    protected virtual Filter ValuePath(ValuePathFilter filter) => filter with { Path = Path(filter.Path) };

    /// <summary>Rewrites a path on the resource; the same one unless it is overridden.</summary>
    protected virtual AttributePath Path(AttributePath path) => path;
}
