namespace ScimGateway.Calls;

/// <summary>One call on its way, over all its tries.</summary>
/// <param name="longestWait">The longest <c>Retry-After</c> that is waited for.</param>
internal sealed class Sending(TargetCall call, CallContext context, TimeSpan longestWait)
{
    public TargetCall Call => call;

    public CallContext Context => context;

    /// <summary>The destination of this call, which may be another one for its next try.</summary>
    public int Place { get; private set; } = context.Connection.Place;

    public string BaseAddress => context.Connection.Addresses[Place];

    /// <summary>Whether an earlier try may have been done, though no answer said so.</summary>
    public bool MayBeDone { get; set; }

    /// <summary>A try that was made already, for whoever would make it.</summary>
    public Attempt? Made { get; set; }

    /// <summary>Turns to the next destination, where there is another.</summary>
    public void MoveOn() => context.Connection.Place = Place = (Place + 1) % context.Connection.Addresses.Count;

    /// <summary>What remains of the client's time.</summary>
    public TimeSpan TimeLeft => context.TimeLeft;

    /// <summary>That try, once.</summary>
    public Attempt? TakeMade()
    {
        var made = Made;
        Made = null;
        return made;
    }

    public TimeSpan LongestWait => longestWait;
}
