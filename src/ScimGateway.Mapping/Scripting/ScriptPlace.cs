using System.Globalization;
using System.Text.RegularExpressions;
using Jint;

namespace ScimGateway.Mapping.Scripting;

/// <summary>Where an engine is, or was when it stopped, in lines of the original script.</summary>
internal static partial class ScriptPlace
{
    /// <returns>0: unknown.</returns>
    public static int Line(Engine engine) => Number(Places().Match(Trace(engine)));

    /// <summary>The line of the call of a host function: the engine's own place is the function's.</summary>
    public static int Caller(Engine engine) => Places().Matches(Trace(engine)) is [_, var call, ..] ? Number(call) : 0;

    private static string Trace(Engine engine) => engine.Advanced.StackTrace ?? "";

    private static int Number(Match place) =>
        place.Success ? int.Parse(place.Groups["line"].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(
        @":(?<line>\d+):\d+\)?\s*$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Places();
}
