using ScimGateway.Auditing;

namespace ScimGateway.Calls;

/// <summary>The context of every call of one exchange.</summary>
/// <param name="Connection">The connection to the target.</param>
/// <param name="Cancellation">Cancelled when the client has hung up, and not when its time is over.</param>
internal readonly record struct CallContext(TargetConnection Connection, CancellationToken Cancellation)
{
    /// <summary>The versions of owed rows that are being paid: nobody is shown them, or a change to what is shown already would
    /// change nothing.</summary>
    public IReadOnlySet<long>? Paying { get; init; }

    public Exchange Exchange => Connection.Exchange;

    /// <summary>What remains of the client's time.</summary>
    public TimeSpan TimeLeft => Connection.TimeLeft;
}
