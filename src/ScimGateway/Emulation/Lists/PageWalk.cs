using ScimGateway.Calls;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Lists;

/// <summary>Reads a target's list from page to page, one call for each, whatever the target's pagination is. It keeps at most one
/// page.</summary>
/// <param name="target">Uses the target's own pagination.</param>
/// <param name="can">The target's pagination.</param>
/// <param name="request">The list; its page is set here.</param>
internal sealed class PageWalk(ITarget target, TargetCapabilities can, ScimRequest request, CallContext context)
{
    /// <summary>Resources that are requested in one call if the mapping does not say the page size.</summary>
    public const int UsualPage = 500;

    /// <summary>A target may have empty pages with more behind them, but not for ever.</summary>
    private const int MostEmptyPages = 100;

    private PagePosition position = PagePosition.Start;
    private bool isCounted = true; // whether Passed is the number before the position
    private int emptyPages;
    private string? firstId; // of the whole list
    private string? lastId; // of the page before
    private WalkedPage? unmet; // its ids count as seen when the walk goes on: most walks are one page
    private readonly SeenIds seen = new();
    private bool hasMet;
    private long heldBefore; // the page, in the memory that the request holds
    private long? firstTotal;
    private int repeated;

    /// <summary>Where the next page begins.</summary>
    public PagePosition Position
    {
        get => position;
        init
        {
            position = value;
            isCounted = value.Cursor is null && (value.Skip == 0 || can.Paging != PagingStyle.Index);
            Passed = can.Paging == PagingStyle.Index ? value.Skip : 0;
        }
    }

    /// <summary>Begins at a cursor that stands for an index.</summary>
    /// <param name="mark">The position.</param>
    /// <param name="index">How many resources come before it.</param>
    public void BeginAt(PagePosition mark, int index) => (position, isCounted, Passed) = (mark, true, index - mark.Skip);

    /// <summary>Whether the end of the list was reached.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>How many resources are known to exist: those that were passed, and those before the start.</summary>
    public long Passed { get; private set; }

    /// <summary>How many there are, if the target's total can be trusted, or the end was reached.</summary>
    public long? Total { get; private set; }

    /// <summary>Requests the next page.</summary>
    /// <param name="wanted">How many resources are needed; the target may return fewer, and more. <see langword="null"/>: as many
    /// as the target returns.</param>
    /// <exception cref="ScimException">502: the page is not the requested one, or resources are missing.</exception>
    public async Task<WalkedPage> NextAsync(int? wanted)
    {
        if (unmet is not null) Meet(unmet);
        unmet = null;
        heldBefore = context.Exchange.Work?.Held ?? 0;
        var query = Ask(wanted);
        var answer = await target.SendAsync(request with { Query = query }, context);
        var outline = answer.Outline!;
        bool isWhole = can.Paging == PagingStyle.None || (can.Paging == PagingStyle.Index && IsAll(outline, query.Count));
        bool isPart = can.Paging == PagingStyle.Index && !isWhole;
        var page = new WalkedPage(
            answer,
            position.Cursor,
            isPart ? position.Skip : 0,
            isPart ? 0 : Math.Min(position.Skip, outline.Count),
            outline.Count
        );
        if (await IsBeyondAsync(answer, outline))
        {
            (IsAtEnd, Total) = (true, Told(outline));
            return page with { First = page.End };
        }

        if (isPart) RequireAsked(outline);
        RequireTotal(outline, isPart ? position.Skip : 0);
        if (isPart && await IsRepeatedAsync(answer, outline))
        {
            (IsAtEnd, Total) = (true, isCounted ? Passed - repeated : null);
            return page with { First = page.End };
        }

        page = WithoutRepeated(page, outline);
        if (isWhole) Passed = outline.Count;
        else Passed += outline.Count;
        isCounted |= isWhole || (isPart && outline.Count > 0);
        IsAtEnd = isWhole || (isPart ? IsLast(query.Count, outline) : outline.NextCursor is null);
        if (IsAtEnd && query.Count != 0) RequireAll(outline);
        if (!IsAtEnd) GoOn(outline, page);
        Total = Told(outline) ?? (IsAtEnd && isCounted ? Passed - repeated : null);
        if (!IsAtEnd) unmet = page;
        return page;
    }

    /// <summary>The last page is not needed any more.</summary>
    public void Pass() => context.Exchange.Work?.GiveBackTo(heldBefore);

    /// <summary>A walk that continues from here with another projection: some targets then have another order, so it has seen
    /// nobody yet.</summary>
    public PageWalk Asking(ResourceQuery query) =>
        new(target, can, request with { Query = query }, context)
        {
            position = position,
            isCounted = isCounted,
            Passed = Passed,
            IsAtEnd = IsAtEnd,
            Total = Total,
            firstId = firstId,
            lastId = lastId,
            firstTotal = firstTotal,
            repeated = repeated,
        };

    private ResourceQuery Ask(int? wanted) => can.Paging switch
    {
        PagingStyle.Index => request.Query with
        {
            StartIndex = position.Skip > 0 ? position.Skip + 1 : request.Query.StartIndex,
            Count = Size(wanted),
            Cursor = null,
        },
        PagingStyle.Cursor => request.Query with
        {
            StartIndex = null,
            Count = Size(wanted + (long)position.Skip),
            Cursor = position.Cursor ?? "",
        }, // empty for the first page (RFC 9865 section 2.1)
        PagingStyle.None => request.Query with { StartIndex = null, Count = null, Cursor = null },
        _ => throw new InvalidOperationException($"{can.Paging} is no way to page."),
    };

    // A target that returns more than was requested has no pages, and this is all of it, unless it says that there is more: then
    // it has a minimum page size.
    private bool IsAll(PageOutline page, int? asked) =>
        (asked > 0 && page.Count > asked && !(Told(page) > page.Count))
        || (position.Skip > 0 && page.Count > 0 && Told(page) <= page.Count);

    private long? Told(PageOutline page) => can.Totals ? page.TotalResults : null;

    private void RequireAsked(PageOutline page)
    {
        if (page is { Count: > 0, StartIndex: { } own } && own != position.Skip + 1)
            throw Unusable($"The target was asked for the page of {request.Type.Name} resources at startIndex {position.Skip + 1} and answered with the one at startIndex {own}: it does not page by index");
    }

    // Beyond the end of their list (RFC 7644 section 3.4.2.4: an empty page) some targets return their first or their last page
    // again. A resource of neither page is further on in the list, and the total is too low.
    private async Task<bool> IsBeyondAsync(ScimAnswer answer, PageOutline page)
    {
        if (
            can is not { Totals: true, Paging: PagingStyle.Index }
            || page is not { Count: > 0, ToldTotal: { } total }
            || position.Skip < Math.Max(total, 1)
        )
            return false;
        if (
            Id(answer, 0) == (firstId ??= await IdFromAsync(null))
            || Id(answer, page.Count - 1) == await IdFromAsync((int)total)
        )
            return true;
        throw TooLow(total, position.Skip + page.Count);
    }

    // A resource that is shown exists: a total that is too low would end the list early.
    private void RequireTotal(PageOutline page, int before)
    {
        if (can.Totals && page is { Count: > 0, ToldTotal: { } total } && before + page.Count > total)
            throw TooLow(total, before + page.Count);
    }

    private ScimException TooLow(long total, int shown) => ScimException.UnusableAnswer(
        $"The target says that {total} {request.Type.Name} resources match, and shows {shown}. Where its totals are not true, its mapping says so: totals: false.");

    private void Meet(WalkedPage page)
    {
        for (int place = page.First; place < page.End; place++) seen.Add(page.Answer.IdAt(place));
        hasMet |= page.End > page.First;
    }

    // A list that grew or shrank during the walk shows some resources a second time; if they are more than it grew by, it is the
    // same page again.
    private WalkedPage WithoutRepeated(WalkedPage page, PageOutline outline)
    {
        firstTotal ??= Told(outline);
        if (!hasMet) return page;
        var again = new HashSet<int>();
        for (int place = page.First; place < page.End; place++)
            if (!seen.Add(page.Answer.IdAt(place))) again.Add(place);
        if (again.Count == 0) return page;
        if (Told(outline) is { } total && again.Count == outline.Count && again.Count > total - firstTotal)
            throw Unusable($"The target says that there are {total} {request.Type.Name} resources, but a page further on has nobody who was not on an earlier one: it does not page as its mapping says");
        repeated += again.Count;
        return page with { Repeated = again };
    }

    private void RequireAll(PageOutline page)
    {
        if ((isCounted || can.Paging == PagingStyle.Index) && Told(page) is { } total && Passed < total)
            throw Unusable($"The target says that {total} {request.Type.Name} resources match, and shows {Passed} of them");
    }

    private static ScimException Unusable(string what) => ScimException.UnusableAnswer(
        what + ". Its mapping says how it pages and whether its totals are true (can.paging, can.pageSize, can.totals)."
    );

    // Beyond its end a target that does not count may return its first page again (scimmy), or its last; and one without pages,
    // whose mapping does not say so, returns the same one every time.
    private async Task<bool> IsRepeatedAsync(ScimAnswer answer, PageOutline page)
    {
        if (page.Count == 0 || Told(page) is not null) return false;
        string? first = Id(answer, 0), last = Id(answer, page.Count - 1), before = lastId;
        lastId = last;
        if (position.Skip == 0) firstId = first;
        else firstId ??= await IdFromAsync(null);
        return position.Skip > 0 && first is not null && (first == firstId || last == before);
    }

    // The first of the list, which a walk that began further on has not seen, or the one at an index.
    private async Task<string?> IdFromAsync(int? startIndex)
    {
        var query = request.Query with { StartIndex = startIndex, Count = 1, Cursor = null };
        var answer = await target.SendAsync(request with { Query = query }, context);
        return answer.Outline!.Count > 0 ? Id(answer, 0) : null;
    }

    private static string? Id(ScimAnswer answer, int index) => answer.IdAt(index);

    private int? Size(long? wanted) => wanted is { } most ? (int)Math.Min(most, can.PageSize ?? int.MaxValue) : null;

    // A page that is not full is the last one only if the page size is known: many targets cap the requested count.
    private bool IsLast(int? asked, PageOutline page)
    {
        if (asked == 0) return false;
        if (page.Count == 0) return true;
        if (Told(page) is { } total) return Passed >= total;
        return can.PageSize is not null && page.Count < asked;
    }

    private void GoOn(PageOutline page, WalkedPage walked)
    {
        emptyPages = walked.Count == 0 ? emptyPages + 1 : 0;
        if (emptyPages > MostEmptyPages || (can.Paging == PagingStyle.Cursor && page.NextCursor == position.Cursor))
            throw ScimException.UnusableAnswer("The target's pages have no end: its nextCursor leads to nothing new.");
        position = can.Paging == PagingStyle.Cursor
            ? new PagePosition(page.NextCursor, Math.Max(position.Skip - page.Count, 0))
            : new PagePosition(null, position.Skip + page.Count);
    }
}
