namespace ScimGateway.Configuration.Reading;

/// <summary>The section <c>log</c>.</summary>
internal static class LogReader
{
    private static readonly Dictionary<string, LogFormat> Formats = new(StringComparer.Ordinal)
    {
        ["text"] = LogFormat.Text,
        ["json"] = LogFormat.Json,
    };

    private static readonly Dictionary<string, LogLevel> Levels = new(StringComparer.Ordinal)
    {
        ["debug"] = LogLevel.Debug,
        ["information"] = LogLevel.Information,
        ["warning"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
    };

    public static LogConfig Read(MapReader map)
    {
        var standard = new LogConfig();
        return new()
        {
            Format = map.Text("format", standard.Format, text => Formats[Names.OneOf(Formats.Keys, "a format of the log", text)]),
            Level = map.Text("level", standard.Level, text => Levels[Names.OneOf(Levels.Keys, "a level of the log", text)]),
        };
    }
}
