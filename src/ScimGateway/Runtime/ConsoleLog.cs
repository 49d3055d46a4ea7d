using ScimGateway.Auditing;
using ScimGateway.Configuration;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;
using Serilog.Formatting.Json;

namespace ScimGateway.Runtime;

/// <summary>The operational log on the console: a line for people, or a JSON object a line.</summary>
internal sealed class ConsoleLog : IAsyncDisposable
{
    /// <summary>Lines that may wait for the console.</summary>
    public const int Capacity = 50_000;

    private const string ForPeople = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";

    private readonly ConsoleSink sink;

    public ConsoleLog(LogConfig config)
        : this(config, Console.OpenStandardOutput(), Capacity)
    {
    }

    /// <summary>The same on another stream than the console's.</summary>
    internal ConsoleLog(LogConfig config, Stream console, int capacity)
    {
        LogLines lines = config.Format == LogFormat.Json
            ? new LinesForMachines(new JsonFormatter(renderMessage: true))
            : new LinesForPeople(new MessageTemplateTextFormatter(ForPeople));
        sink = new ConsoleSink(lines, console, capacity, TimeProvider.System);
        Logger = Configured(config).WriteTo.Sink(sink).CreateLogger();
    }

    public Logger Logger { get; }

    /// <summary>Lines that were dropped since the start.</summary>
    public long Lost => sink.Lost;

    /// <summary>What of the log is ours, and what of the frameworks' is worth a line.</summary>
    public static LoggerConfiguration Configured(LogConfig config) => new LoggerConfiguration()
        .MinimumLevel.Is(config.Level switch
        {
            LogLevel.Debug => LogEventLevel.Debug,
            LogLevel.Information => LogEventLevel.Information,
            LogLevel.Warning => LogEventLevel.Warning,
            LogLevel.Error => LogEventLevel.Error,
            var level => throw new InvalidOperationException($"{level} is no level of the log."),
        })
        .MinimumLevel.Override("Microsoft", config.Level > LogLevel.Warning ? LogEventLevel.Error : LogEventLevel.Warning)
        // A host that cannot start is told in a sentence by Program; the framework would add its stack.
        .MinimumLevel.Override("Microsoft.Extensions.Hosting", LogEventLevel.Fatal)
        .MinimumLevel.Override("Yarp", config.Level > LogLevel.Warning ? LogEventLevel.Error : LogEventLevel.Warning);

    /// <summary>Ends the logger, and with it the sink.</summary>
    public ValueTask DisposeAsync() => Logger.DisposeAsync();
}
