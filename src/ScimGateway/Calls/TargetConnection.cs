using ScimGateway.Auditing;

namespace ScimGateway.Calls;

/// <summary>The connection of one exchange to a target: the HTTP client of its cluster and the available destinations, for as
/// long as the client is to wait.</summary>
/// <param name="addresses">The base address of each destination; YARP chose the first one, and the others take over when it fails
/// (failover).</param>
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

    /// <summary>The destination that the next call goes to first: after a failover, further calls stay with the destination that
    /// took over.</summary>
    public int Place { get; set; }

    public Exchange Exchange => exchange;

    /// <summary>The result of the last call to a destination.</summary>
    public DestinationUse UseOf(int place) => uses[place];

    /// <summary>A call to a destination has ended.</summary>
    /// <param name="unreached">Why it was not reached, or its answer did not arrive; <see langword="null"/>: it was
    /// reached.</param>
    public void Ended(int place, Exception? unreached) => uses[place] = new DestinationUse(IsUsed: true, unreached);

    /// <summary>Waits, unless that would take more than half of the client's time, which the next call needs too.</summary>
    /// <returns>Whether it waited.</returns>
    public async ValueTask<bool> WaitAsync(TimeSpan delay, CancellationToken cancellation)
    {
        if (delay > TimeLeft / 2) return false;
        await Task.Delay(delay, clock, cancellation);
        return true;
    }

    /// <summary>The client's remaining time; zero, not less, when it is over.</summary>
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
