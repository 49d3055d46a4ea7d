namespace ScimGateway.Targets;

/// <summary>One call on its way, over all its tries.</summary>
internal sealed class Sending(TargetTransport transport, TargetCall call, TargetConnection connection, CancellationToken cancellation)
{
    public TargetTransport Transport => transport;

    public TargetCall Call => call;

    public TargetConnection Connection => connection;

    /// <summary>The destination of this call, which may be another one for its next try.</summary>
    public int Place { get; private set; } = connection.Place;

    public string BaseAddress => connection.Addresses[Place];

    /// <summary>Cancelled when the client has hung up, and not when its time is over.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>Whether an earlier try may have been done, though no answer said so.</summary>
    public bool MayBeDone { get; set; }

    /// <summary>A try that was made already, for whoever would make it.</summary>
    public Attempt? Made { get; set; }

    /// <summary>Turns to the next destination, where there is another.</summary>
    public void MoveOn() => connection.Place = Place = (Place + 1) % connection.Addresses.Count;

    /// <summary>What remains of the client's time.</summary>
    public TimeSpan TimeLeft => connection.TimeLeft;

    /// <summary>That try, once.</summary>
    public Attempt? TakeMade()
    {
        var made = Made;
        Made = null;
        return made;
    }

    /// <summary>The longest <c>Retry-After</c> that is waited for.</summary>
    public TimeSpan LongestWait => transport.LongestWait;
}
