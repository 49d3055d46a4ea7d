using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>Filters and orders that the target does not know: what it takes is pushed down, the rest is asked of what it answers, page
/// by page and within a bound. Never the unfiltered list, never a dropped condition, and never more in memory than a page of the
/// target's and one of the client's.</summary>
/// <param name="inner">For what the target can do by itself.</param>
/// <param name="pages">What speaks the target's own way of paging.</param>
/// <param name="planner">Says what the target can do.</param>
internal sealed class ListByScan(ITarget inner, ITarget pages, ResourceMapping mapping, ListLimits limits, ScanPlanner planner) : ITarget
{

    private readonly ReadEach whole = new(pages);

    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        if (request.Operation != ScimOperation.List || planner.For(request.Query) is not { } plan) return inner.SendAsync(request, connection, cancellation);
        var from = request.Query.Cursor is { } cursor ? PagePosition.Parse(cursor) : null;
        var position = from is null || plan.Order is not null ? PagePosition.Start : from;
        var walk = new PageWalk(plan.ReadsEach ? whole : pages, mapping.Can, request with { Query = plan.Pushed }, connection, cancellation) { Position = position };
        if (from is null) return ByIndexAsync(plan, walk, request.Query);
        return plan.Order is null ? ByCursorAsync(plan, walk, Take(request.Query)) : SortedAsync(plan, walk, from.Skip, Take(request.Query));
    }

    private async Task<ScimAnswer> ByIndexAsync(ScanPlan plan, PageWalk walk, ResourceQuery query)
    {
        int start = query.StartIndex ?? 1;
        var page = await ScanAsync(plan, walk, start - 1, Take(query));
        var resources = page.Resources();
        return new ScimAnswer { Status = 200, List = new ListResponse(page.Total, resources.Count == 0 ? 1 : start, resources) };
    }

    // A place in an order is a number: nothing at the target stands for it.
    private async Task<ScimAnswer> SortedAsync(ScanPlan plan, PageWalk walk, int skip, int take)
    {
        var page = await ScanAsync(plan, walk, skip, take);
        var resources = page.Resources();
        var next = skip + resources.Count < page.Total ? new PagePosition(null, skip + resources.Count) : null;
        return ByCursor(new ListResponse(page.Total, 1, resources), next);
    }

    // Counts nothing, and so needs no end: a scan goes on where the last one stopped (RFC 9865 section 2: the total may be left out).
    private async Task<ScimAnswer> ByCursorAsync(ScanPlan plan, PageWalk walk, int take)
    {
        var found = new List<JsonObject>();
        long most = MostOf(plan), seen = 0;
        while (true)
        {
            var page = await walk.NextAsync(PageSize(plan));
            int index = 0;
            foreach (var resource in page.Resources)
            {
                if (Matches(plan, resource))
                {
                    if (found.Count == take) return ByCursor(new ListResponse(take, 1, found) { TotalIsKnown = false }, page.PositionOf(index));
                    found.Add(resource);
                }

                index++;
            }

            seen += page.Count;
            bool isLast = walk.IsAtEnd || (plan.OneAtMost && found.Count > 0);
            if (isLast || found.Count == take || seen >= most)
                return ByCursor(new ListResponse(found.Count, 1, found) { TotalIsKnown = false }, isLast ? null : walk.Position);
        }
    }

    private async Task<ScannedPage> ScanAsync(ScanPlan plan, PageWalk walk, int skip, int take)
    {
        var found = new ScannedPage(skip, take, plan.Order);
        while (!walk.IsAtEnd && !(plan.OneAtMost && found.Total > 0))
        {
            var page = await walk.NextAsync(PageSize(plan));
            if (plan.TestsEach * walk.Passed > limits.ScanTests) throw TooMuch(walk);
            foreach (var resource in page.Resources)
                if (Matches(plan, resource)) found.Add(resource);
            int most = plan.ReadsEach ? limits.ReadsEach : limits.ScanResources;
            if (!walk.IsAtEnd && found.Total == 0 | !plan.OneAtMost && (walk.Passed >= most || walk.Total > most)) throw TooMany(plan, walk);
        }

        return found;
    }

    private bool Matches(ScanPlan plan, JsonObject resource)
    {
        if (plan.TestsMembers && Membership.MayBeCut(resource, mapping))
            throw ScimException.InvalidFilter($"The target shows at most {mapping.Can.MembersShown} members of a {mapping.Type.Name} and one has as many, so that nobody can tell whether it matches. Ask by another attribute.");
        return plan.Test is null || plan.Test.Matches(resource);
    }

    // Read one by one, a page is no larger than what may be read for it.
    private int PageSize(ScanPlan plan) => Math.Min(mapping.Can.PageSize ?? PageWalk.UsualPage, plan.ReadsEach ? limits.ReadsEach : int.MaxValue);

    private long MostOf(ScanPlan plan) => plan.ReadsEach ? limits.ReadsEach : plan.TestsEach == 0 ? limits.ScanResources : Math.Min(limits.ScanResources, limits.ScanTests / plan.TestsEach);

    private int Take(ResourceQuery query) => Math.Min(query.Count ?? int.MaxValue, limits.PageResources);

    private static ScimAnswer ByCursor(ListResponse list, PagePosition? next) =>
        new() { Status = 200, List = list with { Pagination = PaginationMethod.Cursor, NextCursor = next?.ToString() } };

    private ScimException TooMuch(PageWalk walk) => ScimException.TooMany(
        $"The target cannot answer this filter, and its many tests, asked of each of {walk.Total ?? walk.Passed} {mapping.Type.Name} resources, are more than the gateway does for one request ({limits.ScanTests}, limits.scanTests). Ask for less at a time.");

    private ScimException TooMany(ScanPlan plan, PageWalk walk) => ScimException.TooMany(plan.ReadsEach
        ? $"The target's lists do not show what is asked, and its {walk.Total ?? walk.Passed} {mapping.Type.Name} resources are more than the gateway reads one by one for one request ({limits.ReadsEach}). Ask for less at a time, or by cursor."
        : $"The target cannot filter or sort so, and its {walk.Total ?? walk.Passed} {mapping.Type.Name} resources are more than the gateway goes through for one request ({limits.ScanResources}, limits.scanResources).");
}
