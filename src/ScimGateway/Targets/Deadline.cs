using System.Collections.Concurrent;

namespace ScimGateway.Targets;

/// <summary>Ends one call to a target when its time is up, or when whoever asked for it has gone.</summary>
/// <remarks>Used again when it never fired: a new source with its timer for every call cost more than the rest of the limits.</remarks>
internal sealed class Deadline : IDisposable
{
    private const int MostKept = 256;

    private static readonly ConcurrentBag<CancellationTokenSource> Kept = [];

    private readonly CancellationTokenSource source;
    private readonly CancellationTokenRegistration outer;

    private Deadline(CancellationTokenSource source, CancellationToken cancellation)
    {
        this.source = source;
        outer = cancellation.UnsafeRegister(state => ((CancellationTokenSource)state!).Cancel(), source);
    }

    public CancellationToken Token => source.Token;

    public static Deadline After(TimeSpan time, CancellationToken cancellation)
    {
        if (!Kept.TryTake(out var source)) source = new CancellationTokenSource();
        source.CancelAfter(time);
        return new Deadline(source, cancellation);
    }

    public void Dispose()
    {
        outer.Dispose(); // waits for a cancellation that is under way: after it, nobody else holds the source
        if (Kept.Count < MostKept && source.TryReset()) Kept.Add(source);
        else source.Dispose();
    }
}
