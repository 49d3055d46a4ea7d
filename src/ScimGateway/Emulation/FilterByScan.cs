using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>Filters for a target that understands only some: what it takes is pushed down, the whole filter is then asked of
/// what it answers, page by page and within a bound. Never the unfiltered list, never a dropped condition.</summary>
internal sealed class FilterByScan(ITarget inner, ResourceMapping mapping, int mostResources, int mostTests) : ITarget
{
    private readonly AttributePath[] references = [.. mapping.References.Select(reference => reference.Path)];

    public async Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        if (request is not { Operation: ScimOperation.List, Query.Filter: { } filter } || TargetUnderstands(filter))
            return await inner.SendAsync(request, connection, cancellation);
        var matches = await ScanAsync(request, filter, connection, cancellation);
        int start = Math.Max(request.Query.StartIndex ?? 1, 1);
        var page = matches.Skip(start - 1).Take(request.Query.Count ?? int.MaxValue).ToList();
        return new ScimAnswer { Status = 200, List = new ListResponse(matches.Count, page.Count == 0 ? 1 : start, page) };
    }

    private async Task<List<JsonObject>> ScanAsync(
        ScimRequest request, Filter filter, TargetConnection connection, CancellationToken cancellation)
    {
        var predicate = FilterPredicate.Compile(filter, mapping.Type);
        var matches = new List<JsonObject>();
        var query = new ResourceQuery { Filter = Conjuncts(filter).FirstOrDefault(TargetUnderstands), Count = mapping.Can.PageSize };
        int seen = 0;
        long tests = PatchEffort.Of(filter);
        while (true)
        {
            var page = await inner.SendAsync(request with { Query = query with { StartIndex = seen == 0 ? null : seen + 1 } }, connection, cancellation);
            var list = page.List!;
            if (tests * (seen + list.Resources.Count) > mostTests) throw TooMuch(list.TotalResults);
            foreach (var resource in list.Resources)
                if (predicate.Matches(resource)) matches.Add(resource);
            seen += list.Resources.Count;
            if (IsLast(list, seen)) return matches;
            if (seen >= mostResources || list.TotalResults > mostResources) throw TooMany(filter, list.TotalResults);
        }
    }

    // A target that does not say how many there are ends with a page that is not full.
    private bool IsLast(ListResponse list, int seen) =>
        list.Resources.Count == 0 || (list.TotalIsKnown ? seen >= list.TotalResults : !(list.Resources.Count >= mapping.Can.PageSize));

    private bool TargetUnderstands(Filter filter)
    {
        if (AsksReference(filter)) return false;
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

    // The target knows a manager by another name than the client's id: only the gateway, which resolves him, can compare.
    private bool AsksReference(Filter filter) => filter switch
    {
        AndFilter and => AsksReference(and.Left) || AsksReference(and.Right),
        OrFilter or => AsksReference(or.Left) || AsksReference(or.Right),
        NotFilter not => AsksReference(not.Operand),
        ComparisonFilter comparison => IsReference(comparison.Path),
        PresentFilter => false,
        ValuePathFilter path => IsReference(path.Path),
        _ => throw new InvalidOperationException($"{filter.GetType().Name} is no filter."),
    };

    // manager eq "u-1" is manager.value eq "u-1" (RFC 7644 section 3.4.2.2).
    private bool IsReference(AttributePath path) =>
        Array.Exists(references, reference => reference.Equals(path) || (path.SubName is null && (reference with { SubName = null }).Equals(path)));

    private static IEnumerable<Filter> Conjuncts(Filter filter) =>
        filter is AndFilter and ? Conjuncts(and.Left).Concat(Conjuncts(and.Right)) : [filter];

    private ScimException TooMuch(long total) => ScimException.TooMany(
        $"The target cannot answer this filter, and its many tests, asked of each of {total} {mapping.Type.Name} resources, are more than the gateway does for one request ({mostTests}, limits.scanTests). Ask for less at a time.");

    private ScimException TooMany(Filter filter, long total) => ScimException.TooMany(
        $"The target cannot answer the filter '{filter}', and its {total} {mapping.Type.Name} resources are more than the gateway goes through for one request ({mostResources}, limits.scanResources).");
}
