namespace ScimGateway.Configuration;

/// <summary>One fault of a config: where, what, and what to write instead.</summary>
/// <remarks>Prints as <c>gateway.yaml:12: targets.slack.url: "http//x" is not an absolute URL; write
/// https://host/path</c>.</remarks>
/// <param name="File">The path of the file, as it was given.</param>
/// <param name="Line">The line, from 1; 0 when the fault has no place in the file.</param>
/// <param name="Path">The key, as <c>targets.slack.url</c>, or <c>targets[0].url</c> where the name is not usable; empty for the
/// whole file.</param>
/// <param name="Message">What is wrong and the remedy; never contains a secret.</param>
internal sealed record ConfigFault(string File, int Line, string Path, string Message)
{
    public override string ToString() =>
        File + (Line > 0 ? $":{Line}" : "") + ": " + (Path.Length > 0 ? Path + ": " : "") + Message;
}

/// <summary>A config that cannot be used, with all its faults at once, in the order of their lines.</summary>
internal sealed class ConfigException(IReadOnlyList<ConfigFault> faults, Exception? cause = null)
    : Exception(string.Join(Environment.NewLine, faults), cause)
{
    public IReadOnlyList<ConfigFault> Faults { get; } = faults;

    /// <summary>The other files that it names, read or not: a new or changed one may correct the fault.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The part that could be read: a value with a fault may be <see langword="null"/>. <see langword="null"/>: nothing
    /// could be read.</summary>
    internal GatewayConfig? Draft { get; init; }
}
