using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Work;

/// <summary>The memory that one request holds of the <see cref="WorkBudget"/>, until it ends.</summary>
internal sealed class WorkHold(WorkBudget budget, WorkShare share, long most) : ITreeScale, IDisposable
{
    private long held;
    private long spare;
    private int waits;
    private bool ended;

    public long Held => Volatile.Read(ref held);

    /// <summary>What one client may hold.</summary>
    public long Half => most / 2;

    /// <summary>How often it had to wait for room: a call in which it waited, and that ends too late, is not the target's
    /// fault.</summary>
    public int Waits => Volatile.Read(ref waits);

    /// <summary>Whether it must compute in the <see cref="Lane"/>.</summary>
    public bool IsHeavy => Held > 4 * WorkBudget.Light;

    public HeavyLane Lane => budget.Lane;

    /// <summary>Whether so much more is above the limit of one client.</summary>
    public bool IsTooMuch(long bytes) => Held + bytes > Half;

    /// <summary>Takes room, and waits if there is not enough.</summary>
    /// <param name="bytes">No more than <see cref="IsTooMuch"/> says.</param>
    /// <exception cref="ScimException">503: there was not enough in time.</exception>
    public ValueTask TakeAsync(long bytes, TimeSpan patience, CancellationToken cancellation)
    {
        if (!budget.TryTake(share, bytes, most)) return WaitAsync(bytes, patience, cancellation);
        Add(bytes);
        return default;
    }

    /// <summary>Takes room for a tree, at once or not at all.</summary>
    /// <exception cref="ScimException">503: there is none; 502: there never will be.</exception>
    public void Weigh(ReadOnlySpan<byte> utf8) => Take(Weights.OfTree(utf8));

    /// <summary>Takes room at once or not at all.</summary>
    /// <exception cref="ScimException">503: there is none; 502: there never will be.</exception>
    public void Take(long bytes)
    {
        if (!TryTake(bytes)) throw Full();
    }

    /// <summary>Takes room if there is some, or ever can be.</summary>
    /// <exception cref="ScimException">502: there never will be.</exception>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref spare, -bytes) >= 0) return true;
        Interlocked.Add(ref spare, bytes);
        if (IsTooMuch(bytes))
            throw new ScimException(502, null, $"What the target answered takes {Held + bytes} bytes of memory to read, and one client may hold {Half} (half of limits.workBytes). Ask for less at a time.") { Reason = "answer too large" };
        if (!budget.TryTake(share, bytes, most)) return false;
        Add(bytes);
        return true;
    }

    /// <summary>A change is done, and its answer must be sent: it takes the room of the change itself, which is not needed any
    /// more.</summary>
    public void Changed() => Interlocked.Exchange(ref spare, Math.Max(Held, WorkBudget.Light));

    /// <summary>Returns all but so much.</summary>
    public void GiveBackTo(long bytes)
    {
        long more = Held - bytes;
        if (more <= 0) return;
        Interlocked.Add(ref held, -more);
        budget.GiveBack(share, more, most);
    }

    /// <summary>The <see cref="ScimException.Reason"/> of <see cref="Full"/>: it is not the target's fault.</summary>
    public const string FullReason = "gateway full";

    public static ScimException Full() => new(
        503,
        null,
        "The gateway has as much work as it may hold in memory at one time (limits.workBytes). Send the request again."
    )
    {
        RetryAfter = TimeSpan.FromSeconds(1),
        Reason = FullReason,
    };

    public void Dispose()
    {
        Volatile.Write(ref ended, true);
        long all = Interlocked.Exchange(ref held, 0);
        if (all != 0) budget.GiveBack(share, all, most);
    }

    private async ValueTask WaitAsync(long bytes, TimeSpan patience, CancellationToken cancellation)
    {
        Interlocked.Increment(ref waits);
        long carried = Interlocked.Exchange(ref held, 0);
        if (carried > 0) budget.GiveBack(share, carried, most);
        if (!await budget.WaitAsync(new WorkWait(share, carried + bytes, carried, most), patience, cancellation)) throw Full();
        Add(carried + bytes);
    }

    // Work that goes on after the end of its request holds nothing.
    private void Add(long bytes)
    {
        Interlocked.Add(ref held, bytes);
        if (Volatile.Read(ref ended)) Dispose();
    }
}
