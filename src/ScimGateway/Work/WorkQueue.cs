namespace ScimGateway.Work;

/// <summary>Requests that wait for room in the <see cref="WorkBudget"/>, which locks it. The number of places, and of bytes that
/// waiting requests have, is limited; one client may have at most half of each.</summary>
internal sealed class WorkQueue
{
    private const int Places = 1_000;

    private readonly LinkedList<WorkWait> waiting = [];
    private int count;

    /// <summary>May be read without the lock.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>The request of each client that waits longest.</summary>
    public IEnumerable<WorkWait> FirstOfEach => waiting.DistinctBy(wait => wait.Share);

    /// <returns>Whether there was a place.</returns>
    public bool TryJoin(WorkWait wait)
    {
        if (
            !HasRoom(waiting, wait, Places, wait.Most / 16)
            || !HasRoom(waiting.Where(other => other.Share == wait.Share), wait, Places / 2, wait.Most / 32)
        )
            return false;
        waiting.AddLast(wait);
        Interlocked.Increment(ref count); // a full fence: a thread that returns memory from here on sees it
        return true;
    }

    /// <returns>Whether it was still waiting.</returns>
    public bool Remove(WorkWait wait)
    {
        if (!waiting.Remove(wait)) return false;
        Interlocked.Decrement(ref count);
        return true;
    }

    private static bool HasRoom(IEnumerable<WorkWait> others, WorkWait wait, int places, long bytes)
    {
        int taken = 0;
        long carried = wait.Carried;
        foreach (var other in others) (taken, carried) = (taken + 1, carried + other.Carried);
        return taken < places && carried <= bytes;
    }
}

/// <summary>One waiting request.</summary>
/// <param name="Share">Its client's.</param>
/// <param name="Bytes">All that it will hold.</param>
/// <param name="Carried">What it has while it waits.</param>
/// <param name="Most">The whole limit.</param>
internal sealed record WorkWait(WorkShare Share, long Bytes, long Carried, long Most)
{
    private readonly TaskCompletionSource admitted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Admitted => admitted.Task;

    public void Admit() => admitted.SetResult();

    // Equal requests are not the same request.
    public bool Equals(WorkWait? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
