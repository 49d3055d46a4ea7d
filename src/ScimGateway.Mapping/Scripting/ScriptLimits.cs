namespace ScimGateway.Mapping.Scripting;

/// <summary>How much a mapping's function may cost. There is no "unlimited": the host chooses every value.</summary>
public sealed record ScriptLimits
{
    /// <summary>CPU time of one call. The time of a call's last statement comes on top; it is at most <see
    /// cref="RegexWait"/>.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>Statements in one call.</summary>
    public required int Statements { get; init; }

    /// <summary>Depth of calls.</summary>
    public required int Recursion { get; init; }

    /// <summary>CPU time that one match of a regular expression should need at most.</summary>
    public required TimeSpan RegexTime { get; init; }

    /// <summary>Elements of an array that a script may make.</summary>
    public required int ArrayLength { get; init; }

    /// <summary>Length of a string that a script may make, UTF-16 characters.</summary>
    internal int StringLength { get; init; } = 262_144;

    /// <summary>Bytes that one call may allocate, including those that are garbage already.</summary>
    public int Memory { get; init; } = 16 * 1024 * 1024;

    /// <summary>Values (elements, members) in the result of a function.</summary>
    public int Values { get; init; } = 100_000;

    /// <summary>Levels of nesting in the result of a function, and in JSON that it reads or writes.</summary>
    public int Depth { get; init; } = 64;

    /// <summary>The time-out of a match: ten times <see cref="RegexTime"/>, because .NET measures matches by the wall clock, and
    /// a busy machine may interrupt a good one; but less than <see cref="Time"/>.</summary>
    internal TimeSpan RegexWait => TimeSpan.FromTicks(
        Math.Max(TimeSpan.TicksPerMillisecond, Math.Min(10 * RegexTime.Ticks, Time.Ticks * 8 / 10)));
}
