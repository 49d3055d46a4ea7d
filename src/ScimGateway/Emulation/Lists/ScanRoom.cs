using ScimGateway.Work;

namespace ScimGateway.Emulation.Lists;

/// <summary>Room in memory for a walk through many pages: what is passed by is given back at once, what is kept stays
/// counted.</summary>
internal sealed class ScanRoom(WorkHold? work)
{
    private long before; // the page
    private long page;
    private long each; // of the page, where its resources were read with it
    private long kept; // of all, beside the page
    private long sorted;

    public void BeginPage() => before = work?.Held ?? 0;

    public void HasPage(int resources)
    {
        page = (work?.Held ?? 0) - before;
        each = page / Math.Max(resources, 1);
        kept = 0;
    }

    /// <summary>A resource of the page was looked at.</summary>
    public void Pass(bool isKept)
    {
        if (work is null) return;
        long own = work.Held - before - page - kept;
        if (isKept) kept += own;
        else work.GiveBackTo(before + page + kept);
        if (isKept && own == 0) (kept, page) = (kept + each, page - each);
    }

    /// <summary>Nothing of the page is needed any more but what was kept.</summary>
    /// <param name="bytes">What else the walk has kept so far.</param>
    public void EndPage(long bytes)
    {
        if (work is null) return;
        work.GiveBackTo(before + kept - Math.Max(sorted - bytes, 0));
        if (bytes > sorted) work.Take(bytes - sorted);
        sorted = bytes;
    }
}
