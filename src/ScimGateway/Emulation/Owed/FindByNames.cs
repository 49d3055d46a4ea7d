using ScimGateway.Calls;
using ScimGateway.Emulation.References;
using ScimGateway.Mapping.Attributes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Owed;

/// <summary>A filter that calls somebody by a name (<c>manager eq "bob@x.org"</c>) finds who was written so and who is shown by
/// id: clients compare with what they wrote, before the reference is paid and afterwards.</summary>
internal sealed class FindByNames(ITarget inner, ResourceMapping mapping, ReferenceDirectory directory) : TargetLayer(inner)
{
    private readonly ResourceReference[] named = [.. mapping.References.Where(IsNamed)];

    /// <summary>Whether clients may call somebody by another name than the id that they see.</summary>
    public static bool IsNamed(ResourceReference reference) =>
        reference.Missing == MissingReference.Defer && reference.Names.Any(name => !name.Equals(ResourceReference.Id));

    protected override bool Concerns(ScimRequest request) =>
        request is { Operation: ScimOperation.List, Query.Filter: { } filter }
        && filter.Paths.Any(path => named.Any(reference => IsOf(path, reference)));

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var ids = new Dictionary<(ResourceReference, string), string>();
        foreach (var (reference, name) in NamesIn(request.Query.Filter!).Distinct())
            if (await directory.ResolveAsync(reference, name, context) is { } there && there.Id != name)
                ids[(reference, name)] = there.Id;
        if (ids.Count == 0) return await Inner.SendAsync(request, context);
        var filter = new WithIds(this, ids).Rewrite(request.Query.Filter!);
        return await Inner.SendAsync(request with { Query = request.Query with { Filter = filter } }, context);
    }

    private IEnumerable<(ResourceReference, string)> NamesIn(Filter filter) => filter switch
    {
        AndFilter and => NamesIn(and.Left).Concat(NamesIn(and.Right)),
        OrFilter or => NamesIn(or.Left).Concat(NamesIn(or.Right)),
        NotFilter not => NamesIn(not.Operand),
        ComparisonFilter comparison when Named(comparison) is { } reference => [(reference, comparison.Value.Text)],
        ValuePathFilter { Where: ComparisonFilter where } element when Named(element, where) is { } reference =>
            [(reference, where.Value.Text)],
        _ => [],
    };

    private ResourceReference? Named(ComparisonFilter comparison) => IsText(comparison)
        ? Array.Find(named, reference => IsOf(comparison.Path, reference) && IsName(comparison.Path.SubName, reference))
        : null;

    private ResourceReference? Named(ValuePathFilter element, ComparisonFilter where) => IsText(where)
        ? Array.Find(named, reference => IsOf(element.Path, reference) && IsName(where.Path.Name, reference))
        : null;

    private static bool IsText(ComparisonFilter comparison) =>
        comparison is { Operator: ComparisonOperator.Eq, Value.Kind: LiteralKind.String };

    private static bool IsOf(AttributePath path, ResourceReference reference) =>
        (path with { SubName = null }).Equals(reference.Path with { SubName = null });

    private static bool IsName(string? sub, ResourceReference reference) =>
        sub is null || sub.Equals(reference.Path.SubName ?? "value", StringComparison.OrdinalIgnoreCase);

    private sealed class WithIds(FindByNames layer, Dictionary<(ResourceReference, string), string> ids) : FilterRewriter
    {
        protected override Filter Comparison(ComparisonFilter filter) =>
            layer.Named(filter) is { } reference && ids.TryGetValue((reference, filter.Value.Text), out string? id)
                ? new OrFilter(filter, filter with { Value = FilterLiteral.Of(id) })
                : filter;

        protected override Filter ValuePath(ValuePathFilter filter) =>
            filter.Where is ComparisonFilter where
            && layer.Named(filter, where) is { } reference
            && ids.TryGetValue((reference, where.Value.Text), out string? id)
                ? filter with { Where = new OrFilter(where, where with { Value = FilterLiteral.Of(id) }) }
                : filter;
    }
}
