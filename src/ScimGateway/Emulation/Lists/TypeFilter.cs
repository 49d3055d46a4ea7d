using System.Text.Json.Nodes;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Emulation.Lists;

/// <summary>The part of a filter over all types that must be evaluated on the resources of one type: <c>meta.resourceType</c> is
/// known, and an attribute that the type does not have has no value (RFC 7644 section 3.4.2.1).</summary>
/// <remarks>A name that no type has is left as it is: only the target knows its attributes outside of its schemas.</remarks>
/// <param name="drops">Whether the type's mapping drops an attribute.</param>
internal sealed class TypeFilter(ResourceType type, IReadOnlyList<ResourceType> all, Func<AttributePath, bool> drops)
{
    private static readonly AttributePath TypeName = new(null, "meta", "resourceType");

    private readonly JsonObject anyone = new() { ["meta"] = new JsonObject { ["resourceType"] = type.Name } };

    /// <summary>Divides a filter, in the words of the type.</summary>
    /// <exception cref="Scim.Errors.ScimException"><c>invalidFilter</c>: the comparison is impossible.</exception>
    public Remainder Of(Filter filter) => filter switch
    {
        AndFilter and => Both(Of(and.Left), Of(and.Right)),
        OrFilter or => Either(Of(or.Left), Of(or.Right)),
        NotFilter not => Negation(Of(not.Operand)),
        ComparisonFilter comparison => Asked(comparison, comparison.Path),
        PresentFilter present => Asked(present, present.Path),
        ValuePathFilter valuePath => Asked(valuePath, valuePath.Path),
        _ => throw new InvalidOperationException($"{filter.GetType().Name} is no filter."),
    };

    /// <summary>Whether the type has an attribute, or may have it.</summary>
    public bool Has(AttributePath path) => !drops(path) && (Knows(type, path) || !all.Any(other => Knows(other, path)));

    private Remainder Asked(Filter leaf, AttributePath path) =>
        path.Equals(TypeName) || !Has(path)
            ? new Remainder(FilterPredicate.Compile(leaf, type).Matches(anyone), null)
            : new Remainder(null, leaf);

    private static bool Knows(ResourceType type, AttributePath path)
    {
        var own = type.Canonical(path);
        return type.Find(own) is not null || type.Extension(own.Name) is not null;
    }

    private static Remainder Both(Remainder left, Remainder right) => (left.Holds, right.Holds) switch
    {
        (false, _) or (_, false) => new(false, null),
        (true, _) => right,
        (_, true) => left,
        _ => new(null, new AndFilter(left.Filter!, right.Filter!)),
    };

    private static Remainder Either(Remainder left, Remainder right) => (left.Holds, right.Holds) switch
    {
        (true, _) or (_, true) => new(true, null),
        (false, _) => right,
        (_, false) => left,
        _ => new(null, new OrFilter(left.Filter!, right.Filter!)),
    };

    private static Remainder Negation(Remainder operand) =>
        operand.Holds is { } holds ? new(!holds, null) : new(null, new NotFilter(operand.Filter!));
}

/// <summary>The rest of a filter.</summary>
/// <param name="Holds">Whether every resource of the type matches, or none; <see langword="null"/>: that depends on the
/// resource.</param>
/// <param name="Filter">The rest to evaluate on it, in that case.</param>
internal readonly record struct Remainder(bool? Holds, Filter? Filter);
