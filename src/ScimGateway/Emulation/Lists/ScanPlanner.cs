using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Resources;

namespace ScimGateway.Emulation.Lists;

/// <summary>Divides a query between the target and the gateway (filter push-down): the part that the target supports is pushed
/// down, no condition is dropped.</summary>
/// <param name="mapping">Says what the target supports.</param>
/// <param name="asksByCase">Whether comparisons that the target would do case-sensitively, against the schema, are left to the
/// gateway.</param>
internal sealed class ScanPlanner(ResourceMapping mapping, bool asksByCase = true)
{
    private readonly AttributePath[] references = [.. mapping.References.Select(reference => reference.Path)];

    private readonly Visibility visibility = new(mapping);

    /// <summary>The plan; <see langword="null"/> when the target can do it all.</summary>
    /// <exception cref="ScimException"><c>invalidFilter</c>, <c>invalidValue</c>: the schema forbids the comparison or the
    /// sorting, or the target does not show the attribute.</exception>
    public ScanPlan? For(ResourceQuery query)
    {
        bool filters = query.Filter is not { } filter || (TargetUnderstands(filter) && !filter.Paths.Any(mapping.AsksMore));
        bool sorts = query.SortBy is not { } path || TargetSorts(path);
        if (filters && sorts) return null;
        var pushed = filters ? query.Filter : Understood(query.Filter!);
        var tested = filters ? null : Tested(query.Filter!, pushed);
        var looked = tested is null ? [] : tested.Paths.ToList();
        return new ScanPlan(
            new ResourceQuery { Filter = pushed, SortBy = sorts ? query.SortBy : null, Descending = sorts && query.Descending },
            tested is null ? null : FilterPredicate.Compile(tested, mapping.Type),
            sorts ? null : ResourceOrder.By(query.SortBy!, mapping.Type, query.Descending),
            tested is null ? 0 : PatchEffort.Of(tested),
            query.Filter is not null && LookUp.IsOne(query.Filter, mapping.Type))
        {
            ReadsEach = visibility.NeedsReads(sorts ? looked : looked.Append(query.SortBy!)),
            TestsMembers = mapping.Can.MembersShown is not null && looked.Exists(Membership.Is),
        };
    }

    /// <summary>The part of a conjunction that the target supports: all supported tests if it supports <c>and</c>, otherwise the
    /// one that matches the fewest.</summary>
    private Filter? Understood(Filter filter)
    {
        var parts = LookUp.Conjuncts(filter).Where(TargetUnderstands).ToList();
        if (parts.Count == 0) return null;
        return mapping.Can.Filters.Logical
            ? Joined(parts)
            : parts.Find(part => LookUp.IsOne(part, mapping.Type)) ?? parts.Find(part => !IsSeen(part)) ?? parts[0];
    }

    /// <summary>All of it, because some targets ignore a filter; but not the tests that are pushed down and need attributes which
    /// lists do not show.</summary>
    private Filter? Tested(Filter filter, Filter? pushed)
    {
        List<Filter> asked = pushed is null ? [] : [.. LookUp.Conjuncts(pushed)];
        return Joined([.. LookUp.Conjuncts(filter).Where(part => IsSeen(part) || !asked.Contains(part))]);
    }

    private bool IsSeen(Filter part) => part.Paths.All(visibility.IsInLists);

    private static Filter? Joined(List<Filter> parts) =>
        parts.Count == 0 ? null : parts.Aggregate((left, right) => new AndFilter(left, right));

    private bool TargetSorts(AttributePath path) => mapping.Can.Sort && !IsReference(path) && mapping.SortPath(path) is not null;

    /// <summary>Whether the target supports it.</summary>
    public bool TargetUnderstands(Filter filter)
    {
        if (AsksReference(filter) || (!asksByCase && LookUp.IsInAnyCase(filter, mapping.Type))) return false;
        try
        {
            return mapping.Can.Filters.Understands(mapping.ToTarget(filter));
        }
        catch (ScimException)
        {
            // The target does not have the attribute: only the gateway can test it.
            return false;
        }
    }

    // The target refers to a manager by another attribute than the client's id: only the gateway, which resolves the reference,
    // can compare.
    private bool AsksReference(Filter filter) => filter.Paths.Any(IsReference);

    // manager eq "u-1" is manager.value eq "u-1" (RFC 7644 section 3.4.2.2).
    private bool IsReference(AttributePath path) =>
        Array.Exists(
            references,
            reference => reference.Equals(path) || (path.SubName is null && (reference with { SubName = null }).Equals(path))
        );
}
