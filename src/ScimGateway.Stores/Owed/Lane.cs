namespace ScimGateway.Stores.Owed;

/// <summary>What a lane does.</summary>
public enum LaneState
{
    /// <summary>Is tried when it is due.</summary>
    Ready,

    /// <summary>The target refuses it: a newer write or a person starts it again.</summary>
    Stopped,

    /// <summary>Waits for a person. Nothing makes one yet.</summary>
    Held,
}

/// <summary>A lane that this process alone may work at.</summary>
/// <param name="Lane">Its number.</param>
/// <param name="Type">The resource type.</param>
/// <param name="Id">The resource's id at the target.</param>
/// <param name="Fence">Grows with each claim: who has an older one has lost the lane.</param>
/// <param name="Failures">How many attempts failed in a row.</param>
/// <param name="Cause">The correlation id of the oldest row.</param>
public sealed record LaneClaim(long Lane, string Type, string Id, long Fence, int Failures, string Cause)
{
    /// <summary>For how long the resource has been owed something.</summary>
    public TimeSpan Waited { get; init; }
}

/// <summary>How an attempt ended.</summary>
/// <param name="Status">The status of the answer; <see langword="null"/>: nobody was asked.</param>
/// <param name="Error">The sentence; <see langword="null"/>: none.</param>
/// <param name="Next">When it is tried again, if something is still owed.</param>
/// <param name="State">What becomes of the lane, if something is still owed.</param>
/// <param name="Counts">Whether it is a failure of the lane's own.</param>
public sealed record LaneOutcome(
    int? Status, string? Error, TimeSpan Next, LaneState State = LaneState.Ready, bool Counts = false)
{
    /// <summary>Nothing was tried: the lane is as it was, and due.</summary>
    public static LaneOutcome Untried { get; } = new(null, null, TimeSpan.Zero) { IsTried = false };

    internal bool IsTried { get; private init; } = true;
}

/// <summary>A lane as people see it.</summary>
public sealed record LaneView(
    long Lane, string Target, string Type, string Id, LaneState State, int Pending, long NextAt, int Failures,
    int? LastStatus, string? LastError, long Since, string? Client, string Cause, IReadOnlyList<string> Paths);

/// <summary>How much one target is owed.</summary>
public sealed record OwedCount(string Target, int Ready, int Stopped, long? Oldest, long? PausedUntil, string? PausedWhy);
