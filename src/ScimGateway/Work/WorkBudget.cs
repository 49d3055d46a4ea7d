using System.Collections.Concurrent;

namespace ScimGateway.Work;

/// <summary>The bytes that all requests of the process may hold at the same time (<c>limits.workBytes</c>): bodies, answers, and
/// what is made of them (back-pressure). No client may hold more than half of them, so that there is room for the requests of
/// others (two clients can fill it: then only light requests pass). A request without room waits; the next one is that which
/// waits longest among the clients that hold least.</summary>
/// <remarks>A deadlock needs a request that holds something and waits. Here there is none: a waiting request has returned all
/// that it held, and what it still has (a body that was read) is limited by the queue. So a request that holds something ends
/// without waiting, and each end admits the next one. How much one request may hold is known before it waits, and more than a
/// client's half is refused at once.</remarks>
internal sealed class WorkBudget(TimeProvider clock)
{
    /// <summary>The most that an ordinary request weighs. It passes while larger ones wait, up to an eighth above the
    /// limit.</summary>
    public const long Light = 256 * 1024;

    private readonly ConcurrentDictionary<string, WorkShare> shares = new(StringComparer.Ordinal);
    private readonly WorkQueue queue = new();
    private long used;
    private long garbage; // at most

    public HeavyLane Lane { get; } = new();

    public long Used => Volatile.Read(ref used);

    /// <summary>How many requests wait for room.</summary>
    public int Waiting => queue.Count;

    /// <summary>Begins one request.</summary>
    /// <param name="client">Its client.</param>
    /// <param name="most"><c>limits.workBytes</c> of its config.</param>
    public WorkHold Begin(string client, long most) => new(this, shares.GetOrAdd(client, static _ => new WorkShare()), most);

    /// <summary>Takes room if there is enough.</summary>
    public bool TryTake(WorkShare share, long bytes, long most) =>
        bytes <= Light ? TryAdd(share, bytes, most, most / 8) : queue.Count == 0 && TryAdd(share, bytes, most, 0);

    /// <summary>Waits for room.</summary>
    /// <returns>Whether there was enough in time; if not, nothing was taken.</returns>
    public async ValueTask<bool> WaitAsync(WorkWait wait, TimeSpan patience, CancellationToken cancellation)
    {
        lock (queue)
        {
            if (!queue.TryJoin(wait)) return false;
            Admit();
        }

        try
        {
            await wait.Admitted.WaitAsync(patience, clock, cancellation);
            return true;
        }
        catch (Exception fault) when (fault is TimeoutException or OperationCanceledException)
        {
            lock (queue)
            {
                if (!queue.Remove(wait)) return true; // it was admitted at the same moment
                Admit();
                return false;
            }
        }
    }

    /// <param name="most"><c>limits.workBytes</c>: returned memory is garbage, and .NET would let it grow to a multiple of the
    /// memory in use. At half of the limit, a collection in the background is requested.</param>
    public void GiveBack(WorkShare share, long bytes, long most)
    {
        share.Add(-bytes);
        Interlocked.Add(ref used, -bytes);
        if (Interlocked.Add(ref garbage, bytes) > most / 2 && Interlocked.Exchange(ref garbage, 0) > most / 2)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        if (queue.Count == 0) return;
        lock (queue) Admit();
    }

    private bool TryAdd(WorkShare share, long bytes, long most, long more)
    {
        if (share.Add(bytes) <= (most / 2) + more)
        {
            if (Interlocked.Add(ref used, bytes) <= most + more) return true;
            Interlocked.Add(ref used, -bytes);
        }

        share.Add(-bytes);
        return false;
    }

    private void Admit()
    {
        while (Next() is { } next)
        {
            queue.Remove(next);
            next.Admit();
        }
    }

    private WorkWait? Next()
    {
        foreach (var first in queue.FirstOfEach.OrderBy(first => first.Share.Used))
        {
            if (TryAdd(first.Share, first.Bytes, first.Most, 0)) return first;
            // Nobody overtakes a request that waits only for others: small ones would keep large ones waiting for ever.
            if (first.Share.Used + first.Bytes <= first.Most / 2) return null;
        }

        return null;
    }
}

/// <summary>What one client holds.</summary>
internal sealed class WorkShare
{
    private long used;

    public long Used => Volatile.Read(ref used);

    public long Add(long bytes) => Interlocked.Add(ref used, bytes);
}
