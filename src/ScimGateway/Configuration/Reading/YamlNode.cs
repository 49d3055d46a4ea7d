namespace ScimGateway.Configuration.Reading;

/// <summary>A node of a YAML file with its line, from 1.</summary>
internal abstract record YamlNode(int Line)
{
    /// <summary>Its kind, in a sentence: <c>a list</c>.</summary>
    public string Kind => this switch
    {
        YamlText { Value: null } => "nothing",
        YamlText => "plain text",
        YamlList => "a list",
        YamlMap => "keys with values",
        _ => throw new InvalidOperationException($"{GetType()} is no YAML node."),
    };
}

/// <param name="Line">From 1.</param>
/// <param name="Value">The text; <see langword="null"/> for nothing, <c>~</c> or <c>null</c> without quotation marks.</param>
internal sealed record YamlText(int Line, string? Value) : YamlNode(Line);

internal sealed record YamlList(int Line, IReadOnlyList<YamlNode> Items) : YamlNode(Line);

/// <param name="Line">From 1.</param>
/// <param name="Entries">As written: keys may repeat.</param>
internal sealed record YamlMap(int Line, IReadOnlyList<YamlEntry> Entries) : YamlNode(Line);

internal sealed record YamlEntry(int Line, string Key, YamlNode Value);
