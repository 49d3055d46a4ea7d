namespace ScimGateway.Mapping.Scripting;

/// <summary>What a process that runs mappings must do before anything else.</summary>
public static class ScriptSafety
{
    private const string MatchTimeout = "REGEX_DEFAULT_MATCH_TIMEOUT";

    /// <summary>Gives every regular expression of the process that names no time-out this one. .NET reads it once, at the first
    /// use of a regular expression: call it as the first line of the program. Mappings are safe without it too (each
    /// expression of a script gets its own time-out); this is the second wall.</summary>
    public static void LimitRegularExpressions(TimeSpan time) => AppDomain.CurrentDomain.SetData(MatchTimeout, time);

    internal static void Ensure(TimeSpan time)
    {
        if (AppDomain.CurrentDomain.GetData(MatchTimeout) is null) LimitRegularExpressions(time);
    }
}
