using ScimGateway.Mapping.Attributes;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Emulation.Requests;

/// <summary>The names in a filter over a reference (<c>manager eq "u-1"</c>, <c>members[value eq "u-1"]</c>), and the filter with
/// others in their place.</summary>
internal sealed class ReferenceFilter : FilterRewriter
{
    private static readonly AttributePath ValueOfElement = new(null, "value");

    private readonly Func<AttributePath, bool> isReference;
    private readonly Func<AttributePath, bool> isList;
    private readonly Func<string, string> rename;

    private ReferenceFilter(
        Func<AttributePath, bool> isReference, Func<AttributePath, bool> isList, Func<string, string> rename)
    {
        this.isReference = isReference;
        this.isList = isList;
        this.rename = rename;
    }

    /// <summary>The names that a filter of a list compares a reference with.</summary>
    public static IReadOnlyList<string> Names(Filter filter, ResourceReference reference) =>
        Collected(rename => Renamed(filter, reference, rename));

    /// <summary>The names in the brackets of an operation's path.</summary>
    public static IReadOnlyList<string> Names(PatchOperation operation, ResourceReference reference) =>
        Collected(rename => Renamed(operation, reference, rename));

    public static Filter Renamed(Filter filter, ResourceReference reference, Func<string, string> rename) => new ReferenceFilter(
        path => Means(path, reference.Path),
        path => path.Equals(reference.Path with { SubName = null }),
        rename).Rewrite(filter);

    public static PatchOperation Renamed(PatchOperation operation, ResourceReference reference, Func<string, string> rename)
    {
        if (operation.Path is not { Where: { } where } path) return operation;
        if (!(path.Attribute with { SubName = null }).Equals(reference.Path with { SubName = null })) return operation;
        return operation with { Path = path with { Where = Element(rename).Rewrite(where) } };
    }

    protected override Filter Comparison(ComparisonFilter filter) =>
        filter is { Operator: ComparisonOperator.Eq or ComparisonOperator.Ne, Value.Kind: LiteralKind.String }
        && isReference(filter.Path)
            ? filter with { Value = FilterLiteral.Of(rename(filter.Value.Text)) }
            : filter;

    protected override Filter ValuePath(ValuePathFilter filter) =>
        isList(filter.Path) ? filter with { Where = Element(rename).Rewrite(filter.Where) } : filter;

    private static ReferenceFilter Element(Func<string, string> rename) =>
        new(path => path.Equals(ValueOfElement), _ => false, rename);

    // A complex attribute compares by its value (RFC 7644 section 3.4.2.2).
    private static bool Means(AttributePath path, AttributePath reference) =>
        path.Equals(reference)
        || (IsValueOrNone(path) && IsValueOrNone(reference)
            && (path with { SubName = null }).Equals(reference with { SubName = null }));

    private static bool IsValueOrNone(AttributePath path) =>
        path.SubName?.Equals(ValueOfElement.Name, StringComparison.OrdinalIgnoreCase) ?? true;

    private static List<string> Collected(Action<Func<string, string>> walk)
    {
        var names = new List<string>();
        walk(name =>
        {
            names.Add(name);
            return name;
        });
        return names;
    }
}
