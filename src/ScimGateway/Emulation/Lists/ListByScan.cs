using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Lists;

/// <summary>Filters and sorting that the target does not support (scan): the supported part is pushed down to the target, the
/// rest is evaluated on its answers, page by page and within a limit. Never the unfiltered list, never a dropped condition, and
/// never more in memory than a page of the target's and one of the client's.</summary>
/// <param name="inner">For queries that the target can do by itself.</param>
/// <param name="pages">Uses the target's own pagination.</param>
/// <param name="planner">Knows what the target supports.</param>
internal sealed class ListByScan(ITarget inner, ITarget pages, ResourceMapping mapping, ListLimits limits, ScanPlanner planner)
    : TargetLayer(inner)
{
    private readonly ReadEach whole = new(pages);

    protected override bool Concerns(ScimRequest request) =>
        request.Operation == ScimOperation.List && planner.For(request.Query) is not null;

    protected override Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var plan = planner.For(request.Query)!;
        var from = request.Query.Cursor is { } cursor ? PagePosition.Parse(cursor) : null;
        var position = from is null || plan.Order is not null ? PagePosition.Start : from;
        var walk = new PageWalk(plan.ReadsEach ? whole : pages, mapping.Can, request with { Query = plan.Pushed }, context)
        {
            Position = position,
        };
        var work = context.Exchange.Work;
        var scan = new Scan(
            plan,
            walk,
            new ScanRoom(work),
            new FilterEffort(limits.ScanTests, () => TooMuch(walk), () => RequireWanted(context))
        );
        return work is null ? PageAsync() : work.Lane.RunAsync(PageAsync);

        Task<ScimAnswer> PageAsync() => from is null ? ByIndexAsync(scan, request.Query)
            : plan.Order is null ? ByCursorAsync(scan, Take(request.Query))
            : SortedAsync(scan, from.Skip, Take(request.Query));
    }

    private async Task<ScimAnswer> ByIndexAsync(Scan scan, ResourceQuery query)
    {
        int start = query.StartIndex ?? 1;
        var page = await ScanAsync(scan, start - 1, Take(query));
        var resources = page.Resources();
        return new ScimAnswer { Status = 200, List = new ListResponse(page.Total, resources.Count == 0 ? 1 : start, resources) };
    }

    // A position in a sorted list is a number: the target has no cursor for it.
    private async Task<ScimAnswer> SortedAsync(Scan scan, int skip, int take)
    {
        var page = await ScanAsync(scan, skip, take);
        var resources = page.Resources();
        var next = skip + resources.Count < page.Total ? new PagePosition(null, skip + resources.Count) : null;
        return ByCursor(new ListResponse(page.Total, 1, resources), next);
    }

    // Without a total no end is needed: a scan continues where the last one stopped (RFC 9865 section 2: the total may be left
    // out).
    private async Task<ScimAnswer> ByCursorAsync(Scan scan, int take)
    {
        var (plan, walk) = (scan.Plan, scan.Walk);
        var found = new List<JsonObject>();
        long most = MostOf(plan), seen = 0;
        while (true)
        {
            var page = await NextPageAsync(scan);
            int index = 0;
            foreach (var resource in page.Resources)
            {
                bool matches = Matches(scan, resource);
                if (matches && found.Count == take)
                    return ByCursor(new ListResponse(take, 1, found) { TotalIsKnown = false }, page.PositionOf(index));
                scan.Room.Pass(isKept: matches);
                if (matches) found.Add(resource);
                if (matches && scan.EndsWithMatch) break;
                index++;
            }

            scan.Room.EndPage(0);
            seen += page.Count;
            bool isLast = walk.IsAtEnd || (scan.EndsWithMatch && found.Count > 0);
            if (isLast || found.Count == take || seen >= most)
                return ByCursor(new ListResponse(found.Count, 1, found) { TotalIsKnown = false }, isLast ? null : walk.Position);
        }
    }

    private async Task<ScannedPage> ScanAsync(Scan scan, int skip, int take)
    {
        var (plan, walk) = (scan.Plan, scan.Walk);
        var found = new ScannedPage(skip, take, plan.Order);
        while (!walk.IsAtEnd)
        {
            var page = await NextPageAsync(scan);
            if (plan.TestsEach * walk.Passed > limits.ScanTests) throw TooMuch(walk);
            foreach (var resource in page.Resources)
            {
                bool matches = Matches(scan, resource);
                scan.Room.Pass(isKept: matches && found.Add(resource));
                // Stops here: no other resource can match.
                if (matches && scan.EndsWithMatch) return found;
            }

            scan.Room.EndPage(found.Bytes);
            int most = plan.ReadsEach ? limits.ReadsEach : limits.ScanResources;
            if (!walk.IsAtEnd && (walk.Passed >= most || walk.Total > most)) throw TooMany(plan, walk);
        }

        return found;
    }

    private async Task<WalkedPage> NextPageAsync(Scan scan)
    {
        scan.Room.BeginPage();
        var page = await scan.Walk.NextAsync(PageSize(scan.Plan));
        scan.Room.HasPage(page.Count);
        return page;
    }

    private bool Matches(Scan scan, JsonObject resource)
    {
        if (scan.Plan.TestsMembers && Membership.MayBeCut(resource, mapping))
            throw ScimException.InvalidFilter($"The target shows at most {mapping.Can.MembersShown} members of a {mapping.Type.Name} and one has as many, so that nobody can tell whether it matches. Ask by another attribute.");
        return scan.Plan.Test is null || scan.Plan.Test.Matches(resource, scan.Effort);
    }

    // Checked while comparisons are counted: many of them pass without a call to the target, which would notice it.
    private static void RequireWanted(CallContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        if (context.TimeLeft == TimeSpan.Zero)
            throw new ScimException(503, null, "The time for this request (answerIn) was over while its filter was tried on what the target has. Ask for less at a time.") { Reason = "out of time" };
    }

    // If resources are read one by one, a page is no larger than the limit on these reads.
    private int PageSize(ScanPlan plan) =>
        Math.Min(mapping.Can.PageSize ?? PageWalk.UsualPage, plan.ReadsEach ? limits.ReadsEach : int.MaxValue);

    private long MostOf(ScanPlan plan) =>
        plan.ReadsEach ? limits.ReadsEach
        : plan.TestsEach == 0 ? limits.ScanResources
        : Math.Min(limits.ScanResources, limits.ScanTests / plan.TestsEach);

    private int Take(ResourceQuery query) => Math.Min(query.Count ?? int.MaxValue, limits.PageResources);

    private static ScimAnswer ByCursor(ListResponse list, PagePosition? next) =>
        new() { Status = 200, List = list with { Pagination = PaginationMethod.Cursor, NextCursor = next?.ToString() } };

    private ScimException TooMuch(PageWalk walk) => ScimException.TooMany(
        $"The target cannot answer this filter, and its tests of each of {walk.Total ?? walk.Passed} {mapping.Type.Name} resources, and of each value in them, are more than the gateway does for one request ({limits.ScanTests}, limits.scanTests). Ask for less at a time.");

    private ScimException TooMany(ScanPlan plan, PageWalk walk) => ScimException.TooMany(plan.ReadsEach
        ? $"The target's lists do not show what is asked, and its {walk.Total ?? walk.Passed} {mapping.Type.Name} resources are more than the gateway reads one by one for one request ({limits.ReadsEach}). Ask for less at a time, or by cursor."
        : $"The target cannot filter or sort so, and its {walk.Total ?? walk.Passed} {mapping.Type.Name} resources are more than the gateway goes through for one request ({limits.ScanResources}, limits.scanResources).");

    /// <summary>One scan.</summary>
    private sealed record Scan(ScanPlan Plan, PageWalk Walk, ScanRoom Room, FilterEffort Effort)
    {
        /// <summary>Whether the first match is the only one. Only a match of the gateway's own test counts; the target's result
        /// may be anything.</summary>
        public bool EndsWithMatch => Plan is { OneAtMost: true, Test: not null };
    }
}
