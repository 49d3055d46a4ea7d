namespace ScimGateway.Mapping.Scripting;

/// <summary>A script went past a limit. The engine that ran it is not used again.</summary>
/// <param name="what">The limit, as the end of a sentence: "took too long".</param>
/// <param name="cause">What the engine said.</param>
internal sealed class ScriptLimitException(string what, Exception? cause = null) : Exception("The script " + what, cause)
{
    public string What { get; } = what;
}

/// <summary>A script's function threw, or gave what no JSON value is.</summary>
/// <param name="what">The end of a sentence: "threw an error".</param>
/// <param name="cause">What the engine said; never shown to a client.</param>
internal sealed class ScriptFailedException(string what, Exception? cause = null) : Exception("The script " + what, cause)
{
    public string What { get; } = what;
}
