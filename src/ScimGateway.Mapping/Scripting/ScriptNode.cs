using System.Text.RegularExpressions;

namespace ScimGateway.Mapping.Scripting;

/// <summary>The argument of a script's <c>target(…)</c>, as plain values, each with its line.</summary>
internal abstract record ScriptNode(int Line)
{
    /// <summary>Its kind, for a fault's sentence.</summary>
    public string Kind => this switch
    {
        ScriptNothing => "nothing",
        ScriptFlag => "a boolean",
        ScriptNumber => "a number",
        ScriptText => "a string",
        ScriptPattern => "a regular expression",
        ScriptList => "an array",
        ScriptMap => "an object",
        ScriptFunction => "a function",
        ScriptRow row => $"{row.Word}(…)",
        _ => throw new InvalidOperationException($"{GetType().Name} is no script node."),
    };
}

internal sealed record ScriptNothing(int Line) : ScriptNode(Line);

internal sealed record ScriptFlag(int Line, bool Value) : ScriptNode(Line);

internal sealed record ScriptNumber(int Line, double Value) : ScriptNode(Line);

internal sealed record ScriptText(int Line, string Value) : ScriptNode(Line);

internal sealed record ScriptPattern(int Line, string Source, string Flags, Regex? Regex) : ScriptNode(Line);

internal sealed record ScriptList(int Line, IReadOnlyList<ScriptNode> Items) : ScriptNode(Line);

internal sealed record ScriptMap(int Line, IReadOnlyList<KeyValuePair<string, ScriptNode>> Members) : ScriptNode(Line);

/// <param name="Line">Its line.</param>
/// <param name="Index">Its number among the script's functions: the same in every engine that loads the script.</param>
internal sealed record ScriptFunction(int Line, int Index) : ScriptNode(Line);

/// <summary>A call of <c>map</c>, <c>drop</c> or <c>constant</c>.</summary>
internal sealed record ScriptRow(int Line, string Word, IReadOnlyList<ScriptNode> Arguments) : ScriptNode(Line);
