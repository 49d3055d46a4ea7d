using ScimGateway.Auditing;

namespace ScimGateway.Calls;

/// <summary>What every call of one exchange is made with.</summary>
/// <param name="Connection">What it speaks to the target through.</param>
/// <param name="Cancellation">Cancelled when the client has hung up, and not when its time is over.</param>
internal readonly record struct CallContext(TargetConnection Connection, CancellationToken Cancellation)
{
    public Exchange Exchange => Connection.Exchange;

    /// <summary>What remains of the client's time.</summary>
    public TimeSpan TimeLeft => Connection.TimeLeft;
}
