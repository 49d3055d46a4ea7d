using ScimGateway.Auditing;

namespace ScimGateway.Targets;

/// <summary>What one exchange speaks to a target through: the destination and the HTTP client that YARP chose for it, for as long as the
/// client that asked is to wait.</summary>
/// <param name="patience">From the first call of the exchange on.</param>
internal sealed class TargetConnection(HttpMessageInvoker client, string baseAddress, Exchange exchange, TimeSpan patience, TimeProvider clock)
{
    private readonly long began = exchange.CallsBegan ??= clock.GetTimestamp();

    public HttpMessageInvoker Client => client;

    public string BaseAddress => baseAddress;

    public Exchange Exchange => exchange;

    /// <summary>Why the last call did not reach the destination, or its answer did not come back; <see langword="null"/> when it did.</summary>
    public Exception? Unreached { get; set; }

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
