namespace ScimGateway.Mapping.Scripting;

/// <summary>A script exceeded a limit. The engine that ran it is not used again.</summary>
/// <param name="what">The limit, as the end of a sentence: "took longer than it may".</param>
/// <param name="cause">The engine's message; it may contain the value, so it is logged at debug only, masked.</param>
internal class ScriptLimitException(string what, Exception? cause = null) : Exception("The script " + what, cause)
{
    public string What { get; } = what;
}

/// <summary>A script needs more stack than the current thread has; a call is pure, so it can be made again on
/// <see cref="LargeStack"/>.</summary>
internal sealed class ScriptStackException() : ScriptLimitException("called itself deeper than it may")
{
    /// <summary>The CPU time that the call took so far.</summary>
    public TimeSpan Spent { get; set; }
}

/// <summary>A script's function threw, or returned a value that JSON does not have.</summary>
/// <param name="what">The end of a sentence: "threw an error".</param>
/// <param name="cause">The engine's message; it may contain the value, so it is logged at debug only, masked.</param>
internal sealed class ScriptFailedException(string what, Exception? cause = null) : Exception("The script " + what, cause)
{
    public string What { get; } = what;
}

/// <summary>A function called <c>refuse("sentence")</c>: the value is not acceptable, for a reason that the mapping's author
/// wrote.</summary>
/// <param name="sentence">A literal of the script, so that it contains nothing of the value.</param>
internal sealed class ScriptRefusedException(string sentence) : Exception(sentence);

/// <summary>A value cannot be passed to a script: the script is not at fault.</summary>
/// <param name="what">The end of a sentence: "holds a number that is beyond the range of a double".</param>
internal sealed class ScriptInputException(string what) : Exception("The value " + what)
{
    public string What { get; } = what;
}
