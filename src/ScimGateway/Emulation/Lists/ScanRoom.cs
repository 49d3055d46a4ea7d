using ScimGateway.Work;

namespace ScimGateway.Emulation.Lists;

/// <summary>The memory of a walk through many pages: the memory of resources that are passed is returned at once, that of kept
/// ones stays counted.</summary>
internal sealed class ScanRoom(WorkHold? work)
{
    private long before; // the page
    private long page;
    private long each; // of the page, if its resources were read with it
    private long kept; // of all, besides the page
    private long sorted;

    public void BeginPage() => before = work?.Held ?? 0;

    public void HasPage(int resources)
    {
        page = (work?.Held ?? 0) - before;
        each = page / Math.Max(resources, 1);
        kept = 0;
    }

    /// <summary>A resource of the page was read.</summary>
    public void Pass(bool isKept)
    {
        if (work is null) return;
        long own = work.Held - before - page - kept;
        if (isKept) kept += own;
        else work.GiveBackTo(before + page + kept);
        if (isKept && own == 0) (kept, page) = (kept + each, page - each);
    }

    /// <summary>Only the kept part of the page is needed any more.</summary>
    /// <param name="bytes">What else the walk has kept so far.</param>
    public void EndPage(long bytes)
    {
        if (work is null) return;
        work.GiveBackTo(before + kept - Math.Max(sorted - bytes, 0));
        if (bytes > sorted) work.Take(bytes - sorted);
        sorted = bytes;
    }
}
