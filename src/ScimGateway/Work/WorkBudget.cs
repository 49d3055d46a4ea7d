using System.Collections.Concurrent;

namespace ScimGateway.Work;

/// <summary>The bytes that all requests of the process may hold at one time (<c>limits.workBytes</c>): bodies, answers, and what
/// is made of them. No client holds more than half of them, so that another one's request finds room beside it (two clients can
/// fill it: then only light requests pass). Who finds none waits; who waits longest among the clients that hold least is the
/// next.</summary>
/// <remarks>A deadlock needs somebody who holds something and waits. Here nobody does: who waits has given back all that it held,
/// and what it still has in its hands (a body that was read) is bounded by the queue. So whoever holds something ends without
/// waiting, and each end lets the next one in. How much one request may hold is known before it waits, and more than a client's
/// half is refused at once.</remarks>
internal sealed class WorkBudget(TimeProvider clock)
{
    /// <summary>What an ordinary request weighs at most. It passes where larger ones wait, up to an eighth more than the
    /// budget.</summary>
    public const long Light = 256 * 1024;

    private readonly ConcurrentDictionary<string, WorkShare> shares = new(StringComparer.Ordinal);
    private readonly WorkQueue queue = new();
    private long used;
    private long garbage; // at most

    public HeavyLane Lane { get; } = new();

    public long Used => Volatile.Read(ref used);

    /// <summary>How many wait for room.</summary>
    public int Waiting => queue.Count;

    /// <summary>Begins one request.</summary>
    /// <param name="client">Whose it is.</param>
    /// <param name="most"><c>limits.workBytes</c> of the config that serves it.</param>
    public WorkHold Begin(string client, long most) => new(this, shares.GetOrAdd(client, static _ => new WorkShare()), most);

    /// <summary>Takes room if there is some.</summary>
    public bool TryTake(WorkShare share, long bytes, long most) =>
        bytes <= Light ? TryAdd(share, bytes, most, most / 8) : queue.Count == 0 && TryAdd(share, bytes, most, 0);

    /// <summary>Waits for room.</summary>
    /// <returns>Whether there was some in time; if not, nothing was taken.</returns>
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
                if (!queue.Remove(wait)) return true; // its turn came at the same moment
                Admit();
                return false;
            }
        }
    }

    /// <param name="most"><c>limits.workBytes</c>: what was given back is garbage, and .NET would let it grow to a multiple of
    /// what is in use. When it is half of the budget, a collection in the background is asked for.</param>
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
            // Nobody passes who only waits for others: small ones would keep large ones waiting for ever.
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
