using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Resources;

namespace ScimGateway.Emulation.Lists;

/// <summary>Divides a query between the target and the gateway: what the target understands is pushed down, no condition is
/// dropped.</summary>
/// <param name="mapping">What the target understands.</param>
/// <param name="asksByCase">Whether what the target would compare by case, against the schema, is left to the gateway.</param>
internal sealed class ScanPlanner(ResourceMapping mapping, bool asksByCase = true)
{
    private readonly AttributePath[] references = [.. mapping.References.Select(reference => reference.Path)];

    private readonly Visibility visibility = new(mapping);

    /// <summary>The plan; <see langword="null"/> when the target can do it all.</summary>
    /// <exception cref="ScimException"><c>invalidFilter</c>, <c>invalidValue</c>: the schema forbids the comparison or the order,
    /// or the target shows nothing that it could be tried on.</exception>
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

    /// <summary>What of a conjunction the target understands: all of it where it can join, or else the part that leaves the
    /// fewest.</summary>
    private Filter? Understood(Filter filter)
    {
        var parts = LookUp.Conjuncts(filter).Where(TargetUnderstands).ToList();
        if (parts.Count == 0) return null;
        return mapping.Can.Filters.Logical
            ? Joined(parts)
            : parts.Find(part => LookUp.IsOne(part, mapping.Type)) ?? parts.Find(part => !IsSeen(part)) ?? parts[0];
    }

    /// <summary>All of it, for some targets overlook a filter; but not what is pushed down and asks what lists do not
    /// show.</summary>
    private Filter? Tested(Filter filter, Filter? pushed)
    {
        List<Filter> asked = pushed is null ? [] : [.. LookUp.Conjuncts(pushed)];
        return Joined([.. LookUp.Conjuncts(filter).Where(part => IsSeen(part) || !asked.Contains(part))]);
    }

    private bool IsSeen(Filter part) => part.Paths.All(visibility.IsInLists);

    private static Filter? Joined(List<Filter> parts) =>
        parts.Count == 0 ? null : parts.Aggregate((left, right) => new AndFilter(left, right));

    private bool TargetSorts(AttributePath path) => mapping.Can.Sort && !IsReference(path) && mapping.SortPath(path) is not null;

    /// <summary>Whether the target can be asked it.</summary>
    public bool TargetUnderstands(Filter filter)
    {
        if (AsksReference(filter) || (!asksByCase && LookUp.IsInAnyCase(filter, mapping.Type))) return false;
        try
        {
            return mapping.Can.Filters.Understands(mapping.ToTarget(filter));
        }
        catch (ScimException)
        {
            // The attribute has no place at the target: only the gateway can ask for it.
            return false;
        }
    }

    // The target knows a manager by another name than the client's id: only the gateway, which resolves that name, can compare.
    private bool AsksReference(Filter filter) => filter.Paths.Any(IsReference);

    // manager eq "u-1" is manager.value eq "u-1" (RFC 7644 section 3.4.2.2).
    private bool IsReference(AttributePath path) =>
        Array.Exists(
            references,
            reference => reference.Equals(path) || (path.SubName is null && (reference with { SubName = null }).Equals(path))
        );
}
