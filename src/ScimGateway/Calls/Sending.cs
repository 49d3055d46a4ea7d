namespace ScimGateway.Calls;

/// <summary>One call, over all its attempts.</summary>
/// <param name="longestWait">The longest <c>Retry-After</c> that the gateway waits for.</param>
internal sealed class Sending(TargetCall call, CallContext context, TimeSpan longestWait)
{
    public TargetCall Call => call;

    public CallContext Context => context;

    /// <summary>The destination of this call, which may be another one for its next attempt.</summary>
    public int Place { get; private set; } = context.Connection.Place;

    public string BaseAddress => context.Connection.Addresses[Place];

    /// <summary>Whether an earlier attempt may have been done, although no answer said so.</summary>
    public bool MayBeDone { get; set; }

    /// <summary>An attempt that was made already, instead of the first one.</summary>
    public Attempt? Made { get; set; }

    /// <summary>Switches to the next destination, if there is another.</summary>
    public void MoveOn() => context.Connection.Place = Place = (Place + 1) % context.Connection.Addresses.Count;

    /// <summary>What remains of the client's time.</summary>
    public TimeSpan TimeLeft => context.TimeLeft;

    /// <summary>Returns that attempt, once.</summary>
    public Attempt? TakeMade()
    {
        var made = Made;
        Made = null;
        return made;
    }

    public TimeSpan LongestWait => longestWait;
}
