using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Lists;

/// <summary>The page that the client requests, by index (RFC 7644 section 3.4.2.4) or by cursor (RFC 9865), from the pages of the
/// target: filled if the target caps its own, counted if it does not count. A page that the target returns as requested passes
/// unread.</summary>
/// <remarks>A <c>cursor</c> is a <see cref="PagePosition"/> here, inside the gateway.</remarks>
internal sealed class ServePages(ITarget inner, ResourceMapping mapping, ListLimits limits, PageMarks marks) : TargetLayer(inner)
{
    private static readonly AttributePath Id = new(null, "id");

    private readonly TargetCapabilities can = mapping.Can;

    protected override bool Concerns(ScimRequest request) => request.Operation == ScimOperation.List;

    protected override Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context) => request switch
    {
        { Query.Cursor: not null } => ByCursorAsync(request, context),
        { Query.Count: 0 } => TotalAsync(request, context),
        _ => ByIndexAsync(request, context),
    };

    private async Task<ScimAnswer> ByIndexAsync(ScimRequest request, CallContext context)
    {
        int index = (request.Query.StartIndex ?? 1) - 1;
        if (
            can.Paging != PagingStyle.Cursor
            || index == 0
            || await marks.FindAsync(request.Query, index, context.Cancellation) is not { } mark
        )
            return await PageAsync(request, index, null, context);
        try
        {
            return await PageAsync(request, index, mark, context);
        }
        catch (ScimException fault) when (fault.Status is >= 400 and < 500 and not 429)
        {
            // The target's cursor has expired; the list can always be read from its first page.
            await marks.ForgetAsync(request.Query, index);
            return await PageAsync(request, index, null, context);
        }
    }

    private async Task<ScimAnswer> PageAsync(ScimRequest request, int index, PagePosition? mark, CallContext context)
    {
        int? wanted = Wanted(request.Query);
        var walk = new PageWalk(Inner, can, request, context) { Position = new PagePosition(null, index) };
        if (mark is not null) walk.BeginAt(mark, index);
        var first = await walk.NextAsync(wanted);
        if (can.Paging == PagingStyle.Index) await RequireAnotherPageAsync(request, index, first, walk, context.Cancellation);
        if (mark is null && (IsAsAsked(first, walk, wanted) || IsFound(first, request)))
            return await MarkedAsync(request, index, first, walk, context.Cancellation);
        var resources = new List<JsonObject>();
        var next = await FillAsync(resources, first, walk, wanted);
        if (next is not null) await MarkAsync(request, index + resources.Count, next, context.Cancellation);
        long total =
            walk.Total
            ?? await CountAsync(walk.IsAtEnd ? new PageWalk(Inner, can, FromStart(request), context) : walk, request.Query);
        return Answer(new ListResponse(total, resources.Count == 0 ? 1 : index + 1, resources));
    }

    // A client that pages by index gets a walk of its own: a target that ignores startIndex, and whose mapping does not say so,
    // would return its first page each time.
    private async ValueTask RequireAnotherPageAsync(
        ScimRequest request,
        int index,
        WalkedPage page,
        PageWalk walk,
        CancellationToken cancellation
    )
    {
        if (page.Count == 0 || page.Origin != index || page.Answer.Outline is not { StartIndex: null, TotalResults: not null })
            return;
        string first = page.Answer.IdAt(page.First);
        if (index == 0 && !walk.IsAtEnd) await marks.RememberFirstAsync(request.Query, first, cancellation);
        if (index > 0 && await marks.FirstAsync(request.Query, cancellation) == first)
            throw ScimException.UnusableAnswer($"The target was asked for the page of {mapping.Type.Name} resources at startIndex {index + 1} and answered with its first one: it does not page by index. Its mapping says how it pages (can.paging).");
    }

    private async ValueTask<ScimAnswer> MarkedAsync(
        ScimRequest request, int index, WalkedPage page, PageWalk walk, CancellationToken cancellation)
    {
        if (!walk.IsAtEnd) await MarkAsync(request, index + page.Count, walk.Position, cancellation);
        return page.Answer;
    }

    private ValueTask MarkAsync(ScimRequest request, int index, PagePosition next, CancellationToken cancellation) =>
        can.Paging == PagingStyle.Cursor && next.Cursor is not null
            ? marks.RememberAsync(request.Query, index, next, cancellation)
            : default;

    private async Task<ScimAnswer> ByCursorAsync(ScimRequest request, CallContext context)
    {
        int? wanted = Wanted(request.Query);
        var walk = new PageWalk(Inner, can, request, context) { Position = PagePosition.Parse(request.Query.Cursor!) };
        var resources = new List<JsonObject>();
        var next = await FillAsync(resources, await walk.NextAsync(wanted), walk, wanted);
        return Answer(new ListResponse(walk.Total ?? resources.Count, 1, resources)
        {
            TotalIsKnown = walk.Total is not null,
            Pagination = PaginationMethod.Cursor,
            NextCursor = next?.ToString(),
        });
    }

    private async Task<ScimAnswer> TotalAsync(ScimRequest request, CallContext context)
    {
        var walk = new PageWalk(Inner, can, FromStart(request), context);
        // Empty pages by cursor would have no end (RFC 9865 section 2).
        if (can.Totals) await walk.NextAsync(can.Paging == PagingStyle.Cursor ? 1 : 0);
        return Answer(new ListResponse(walk.Total ?? await CountAsync(walk, request.Query), 1, []));
    }

    /// <summary>Continues until the page is full, or there is no more.</summary>
    /// <returns>Where the rest begins; <see langword="null"/> when there is none.</returns>
    private async Task<PagePosition?> FillAsync(List<JsonObject> resources, WalkedPage page, PageWalk walk, int? wanted)
    {
        int most = wanted ?? limits.PageResources;
        while (true)
        {
            int taken = Math.Min(page.Count, most - resources.Count);
            resources.AddRange(page.Resources.Take(taken));
            if (taken < page.Count) return page.PositionOf(taken);
            if (walk.IsAtEnd) return null;
            if (resources.Count >= (wanted ?? 1)) return walk.Position;
            if (walk.Position.Skip > 0 && can.Paging == PagingStyle.Cursor && walk.Passed >= limits.ScanResources) throw TooFar();
            page = await walk.NextAsync(wanted is null ? null : most - resources.Count);
        }
    }

    /// <summary>The total, if the target does not say it: reads the rest within the limit, and beyond it says that there are more
    /// than a client has seen.</summary>
    private async Task<long> CountAsync(PageWalk walk, ResourceQuery query)
    {
        // A cursor belongs to its query; with an index the ids are enough.
        if (can is { Paging: PagingStyle.Index, Projection: true })
            walk = walk.Asking(query with { StartIndex = null, Attributes = [Id], ExcludedAttributes = [] });
        long most = walk.Passed + limits.ScanResources;
        while (!walk.IsAtEnd && walk.Total is null && walk.Passed < most)
        {
            await walk.NextAsync(can.PageSize ?? PageWalk.UsualPage);
            walk.Pass();
        }

        return walk.Total ?? walk.Passed + 1;
    }

    private static ScimRequest FromStart(ScimRequest request) => request with
    {
        Query = request.Query with { StartIndex = null, Count = null },
    };

    // Complete, of the client's size, and with a right total.
    private static bool IsAsAsked(WalkedPage page, PageWalk walk, int? wanted)
    {
        if (page.First > 0 || page.Repeated.Count > 0 || page.Count > (wanted ?? int.MaxValue)) return false;
        bool isFull = wanted is null || page.Count == wanted || walk.IsAtEnd;
        var outline = page.Answer.Outline!;
        return isFull && walk.Total == (outline.TotalResults ?? outline.Count);
    }

    // A look-up of at most one resource need not be counted.
    private static bool IsFound(WalkedPage page, ScimRequest request) =>
        page is { Origin: 0, First: 0, Count: 1, Answer.Outline.TotalResults: null or 1 }
        && request.Query.Filter is { } filter
        && LookUp.IsOne(filter, request.Type);

    private int? Wanted(ResourceQuery query) => query.Count is { } count ? Math.Min(count, limits.PageResources) : null;

    private static ScimAnswer Answer(ListResponse list) => new() { Status = 200, List = list };

    private ScimException TooFar() => ScimException.TooMany(
        $"The target has pages by cursor alone, and to come to this startIndex the gateway would go through more than {limits.ScanResources} {mapping.Type.Name} resources (limits.scanResources); ask by cursor (RFC 9865).");
}
