using ScimGateway.Mapping.Capabilities;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>One way through a target's list, a call at a time, however the target pages. It holds one page at most.</summary>
/// <param name="target">What speaks the target's own way of paging.</param>
/// <param name="can">How it pages.</param>
/// <param name="request">The list; its page is chosen here.</param>
internal sealed class PageWalk(ITarget target, TargetCapabilities can, ScimRequest request, TargetConnection connection, CancellationToken cancellation)
{
    /// <summary>Resources that are asked for in one call when the target says nothing of its pages.</summary>
    public const int UsualPage = 500;

    /// <summary>A target may have nothing for a page and yet more behind it, but not for ever.</summary>
    private const int MostEmptyPages = 100;

    private PagePosition position = PagePosition.Start;
    private bool isCounted = true; // whether Passed is how many there are before the position
    private int emptyPages;
    private string? firstId; // of the whole list
    private string? lastId; // of the page before

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

    /// <summary>Whether there is nothing after what was read.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>How many resources the walk knows of: those that it passed, and those before its start.</summary>
    public long Passed { get; private set; }

    /// <summary>How many there are, if the target can be believed to say so, or the walk came to the end.</summary>
    public long? Total { get; private set; }

    /// <summary>Asks for the next page.</summary>
    /// <param name="wanted">How many resources are of use; the target may give fewer, and more. <see langword="null"/>: as many as the target likes.</param>
    public async Task<WalkedPage> NextAsync(int? wanted)
    {
        var query = Ask(wanted);
        var answer = await target.SendAsync(request with { Query = query }, connection, cancellation);
        var outline = answer.Outline!;
        bool isWhole = can.Paging == PagingStyle.None || (can.Paging == PagingStyle.Index && query.Count > 0 && outline.Count > query.Count && IsAll(outline));
        bool isPart = can.Paging == PagingStyle.Index && !isWhole;
        var page = new WalkedPage(answer, position.Cursor, isPart ? position.Skip : 0, isPart ? 0 : Math.Min(position.Skip, outline.Count), outline.Count);
        if (isPart && await IsRepeatedAsync(answer, outline))
        {
            (IsAtEnd, Total) = (true, isCounted ? Passed : null);
            return page with { First = page.End };
        }

        if (isWhole) Passed = outline.Count;
        else Passed += outline.Count;
        isCounted |= isWhole || (isPart && outline.Count > 0);
        IsAtEnd = isWhole || (isPart ? IsLast(query.Count, outline) : outline.NextCursor is null);
        if (!IsAtEnd) GoOn(outline);
        Total = (can.Totals ? outline.TotalResults : null) ?? (IsAtEnd && isCounted ? Passed : null);
        return page;
    }

    /// <summary>A walk that goes on from here, asking for other parts of the resources.</summary>
    public PageWalk Asking(ResourceQuery query) =>
        new(target, can, request with { Query = query }, connection, cancellation) { position = position, isCounted = isCounted, Passed = Passed, IsAtEnd = IsAtEnd, Total = Total, firstId = firstId, lastId = lastId };

    private ResourceQuery Ask(int? wanted) => can.Paging switch
    {
        PagingStyle.Index => request.Query with { StartIndex = position.Skip > 0 ? position.Skip + 1 : request.Query.StartIndex, Count = Size(wanted), Cursor = null },
        PagingStyle.Cursor => request.Query with { StartIndex = null, Count = Size(wanted + (long)position.Skip), Cursor = position.Cursor },
        PagingStyle.None => request.Query with { StartIndex = null, Count = null, Cursor = null },
        _ => throw new InvalidOperationException($"{can.Paging} is no way to page."),
    };

    // What has more than was asked for has no pages, and this is all of it, unless it says that there is more: then it has a least page.
    private bool IsAll(PageOutline page) => !can.Totals || page.TotalResults is not { } total || page.Count >= total;

    // Beyond its end a target that does not count may give its first page again (scimmy), or its last; and one that has no pages, and
    // says so nowhere, gives the same one every time.
    private async Task<bool> IsRepeatedAsync(ScimAnswer answer, PageOutline page)
    {
        if (page.Count == 0 || (can.Totals && page.TotalResults is not null)) return false;
        string? first = Id(answer, 0), last = Id(answer, page.Count - 1), before = lastId;
        lastId = last;
        if (position.Skip == 0) firstId = first;
        else firstId ??= await FirstIdAsync();
        return position.Skip > 0 && first is not null && (first == firstId || last == before);
    }

    // A walk that began further on has not seen it.
    private async Task<string?> FirstIdAsync()
    {
        var answer = await target.SendAsync(request with { Query = request.Query with { StartIndex = null, Count = 1, Cursor = null } }, connection, cancellation);
        return answer.Outline!.Count > 0 ? Id(answer, 0) : null;
    }

    private static string? Id(ScimAnswer answer, int index) => answer.ReadAt(index)["id"]?.GetValue<string>();

    private int? Size(long? wanted) => wanted is { } most ? (int)Math.Min(most, can.PageSize ?? int.MaxValue) : null;

    // A page that is not full is the last one only where its full size is known: many targets cap what is asked of them.
    private bool IsLast(int? asked, PageOutline page)
    {
        if (asked == 0) return false;
        if (page.Count == 0) return true;
        if (can.Totals && page.TotalResults is { } total) return Passed >= total;
        return can.PageSize is not null && page.Count < asked;
    }

    private void GoOn(PageOutline page)
    {
        emptyPages = page.Count == 0 ? emptyPages + 1 : 0;
        if (emptyPages > MostEmptyPages || (can.Paging == PagingStyle.Cursor && page.NextCursor == position.Cursor))
            throw ScimException.UnusableAnswer("The target's pages have no end: its nextCursor leads to nothing new.");
        position = can.Paging == PagingStyle.Cursor
            ? new PagePosition(page.NextCursor, Math.Max(position.Skip - page.Count, 0))
            : new PagePosition(null, position.Skip + page.Count);
    }
}
