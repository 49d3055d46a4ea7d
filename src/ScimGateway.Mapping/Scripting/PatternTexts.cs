namespace ScimGateway.Mapping.Scripting;

/// <summary>Limits on the text of a regular expression, for the memory that it takes: <c>\p{L}</c> is 50 KB, and four times that
/// if case is ignored; <c>[^a-z]</c> is 30 KB.</summary>
internal static class PatternTexts
{
    /// <summary>Characters of a pattern that a function makes.</summary>
    public const int Longest = 1_000;

    /// <summary>Classes (<c>\p{L}</c>) of a pattern that a function makes.</summary>
    public const int MostClasses = 20;

    /// <summary>Characters of all patterns that a script's text holds.</summary>
    public const int LongestTogether = 10_000;

    /// <summary>Classes of all patterns that a script's text holds.</summary>
    public const int MostClassesTogether = 100;

    /// <exception cref="ScriptLimitException">It exceeds a limit.</exception>
    public static string Bounded(string text) => text.Length > Longest || Classes(text) > MostClasses
        ? throw new ScriptLimitException($"made a pattern of more than {Longest} characters or {MostClasses} classes")
        : text;

    public static int Classes(string text) =>
        text.AsSpan().Count("\\p") + text.AsSpan().Count("\\P");
}
