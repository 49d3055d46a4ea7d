namespace ScimGateway.Configuration;

/// <summary>How the operational log is written to the console (<c>log</c>).</summary>
internal sealed record LogConfig
{
    /// <summary><c>text</c> for people, <c>json</c> (one object on each line) for machines.</summary>
    public LogFormat Format { get; init; } = LogFormat.Text;

    /// <summary>Events below this level are not written.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;
}

/// <summary>See <see cref="LogConfig.Format"/>.</summary>
internal enum LogFormat
{
    Text,
    Json,
}
