using System.Collections.Concurrent;

namespace ScimGateway.Calls;

/// <summary>Cancels one call to a target when its time is over, or when the client has hung up.</summary>
/// <remarks>Reused if it never fired: a new source with its timer for every call cost more than the rest of the limits.</remarks>
internal readonly struct Deadline : IDisposable
{
    private const int MostKept = 256;

    private static readonly ConcurrentQueue<CancellationTokenSource> Kept = [];
    private static int kept; // the queue's own count walks through all of it

    private readonly CancellationTokenSource source;
    private readonly CancellationTokenRegistration outer;

    private Deadline(CancellationTokenSource source, CancellationToken cancellation)
    {
        this.source = source;
        outer = cancellation.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
    }

    public CancellationToken Token => source.Token;

    public static Deadline After(TimeSpan time, CancellationToken cancellation)
    {
        if (Kept.TryDequeue(out var source)) Interlocked.Decrement(ref kept);
        else source = new CancellationTokenSource();
        // A timer without time left still runs a little: enough to send a change that nobody waits for.
        if (time > TimeSpan.Zero) source.CancelAfter(time);
        else source.Cancel();
        return new Deadline(source, cancellation);
    }

    public void Dispose()
    {
        outer.Dispose(); // waits for a cancellation in progress: after it, nobody else uses the source
        if (Volatile.Read(ref kept) >= MostKept || !source.TryReset())
        {
            source.Dispose();
            return;
        }

        Interlocked.Increment(ref kept);
        Kept.Enqueue(source);
    }
}
