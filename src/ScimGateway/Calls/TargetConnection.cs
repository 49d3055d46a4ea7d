using ScimGateway.Auditing;

namespace ScimGateway.Calls;

/// <summary>What one exchange speaks to a target through: the HTTP client of its cluster and the destinations that are available,
/// for as long as the client that asked is to wait.</summary>
/// <param name="addresses">The base address of each destination; YARP chose the first one, and the others take over when it
/// fails.</param>
/// <param name="patience">From the first call of the exchange on.</param>
internal sealed class TargetConnection(
    HttpMessageInvoker client,
    IReadOnlyList<string> addresses,
    Exchange exchange,
    TimeSpan patience,
    TimeProvider clock
)
{
    private readonly DestinationUse[] uses = new DestinationUse[addresses.Count];
    private readonly long began = exchange.CallsBegan ??= clock.GetTimestamp();

    public HttpMessageInvoker Client => client;

    public IReadOnlyList<string> Addresses => addresses;

    /// <summary>The destination that the next call goes to first: where one failed, its calls stay with the one that took
    /// over.</summary>
    public int Place { get; set; }

    public Exchange Exchange => exchange;

    /// <summary>What became of the last call to a destination.</summary>
    public DestinationUse UseOf(int place) => uses[place];

    /// <summary>A call to a destination has ended.</summary>
    /// <param name="unreached">Why it was not reached, or its answer did not come back; <see langword="null"/>: it was.</param>
    public void Ended(int place, Exception? unreached) => uses[place] = new DestinationUse(IsUsed: true, unreached);

    /// <summary>Waits, unless that would take more than half of the client's time: what comes after needs some too.</summary>
    /// <returns>Whether it waited.</returns>
    public async ValueTask<bool> WaitAsync(TimeSpan delay, CancellationToken cancellation)
    {
        if (delay > TimeLeft / 2) return false;
        await Task.Delay(delay, clock, cancellation);
        return true;
    }

    /// <summary>What remains of the client's time; nothing, not less, when it is over.</summary>
    public TimeSpan TimeLeft
    {
        get
        {
            var left = patience - clock.GetElapsedTime(began);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}

/// <summary>Whether a destination was called in an exchange, and why its last call did not reach it.</summary>
internal readonly record struct DestinationUse(bool IsUsed, Exception? Unreached);
