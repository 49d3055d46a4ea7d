using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>Filters for a target that understands only some: what it takes is pushed down, the whole filter is then asked of
/// what it answers, page by page and within a bound. Never the unfiltered list, never a dropped condition.</summary>
internal sealed class FilterByScan(ITarget inner, ResourceMapping mapping, int mostResources) : ITarget
{
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
        while (true)
        {
            var page = await inner.SendAsync(request with { Query = query with { StartIndex = seen == 0 ? null : seen + 1 } }, connection, cancellation);
            var list = page.List!;
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

    private static IEnumerable<Filter> Conjuncts(Filter filter) =>
        filter is AndFilter and ? Conjuncts(and.Left).Concat(Conjuncts(and.Right)) : [filter];

    private ScimException TooMany(Filter filter, long total) => ScimException.TooMany(
        $"The target cannot answer the filter '{filter}', and its {total} {mapping.Type.Name} resources are more than the gateway goes through for one request ({mostResources}, limits.scanResources).");
}
