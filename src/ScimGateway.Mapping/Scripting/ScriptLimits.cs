namespace ScimGateway.Mapping.Scripting;

/// <summary>How much a mapping's function may cost. There is no "unlimited": the host chooses every value.</summary>
public sealed record ScriptLimits
{
    /// <summary>Time for one call.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>Statements in one call.</summary>
    public required int Statements { get; init; }

    /// <summary>Depth of calls.</summary>
    public required int Recursion { get; init; }

    /// <summary>Time for one match of a regular expression.</summary>
    public required TimeSpan RegexTime { get; init; }

    /// <summary>Length of an array that a script may make.</summary>
    public required int ArrayLength { get; init; }

    /// <summary>Length of a string that a script may make, UTF-16 characters.</summary>
    public int StringLength { get; init; } = 262_144;
}
