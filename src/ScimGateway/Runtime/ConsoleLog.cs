using ScimGateway.Configuration;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;
using Serilog.Formatting.Json;
using Serilog.Sinks.Async;

namespace ScimGateway.Runtime;

/// <summary>The operational log on the console: a line for people, or a JSON object a line. Written off the road through a bounded
/// buffer; when the console is slower than the requests for long, lines are dropped and counted, and no request waits.</summary>
internal sealed class ConsoleLog : IAsyncLogEventSinkMonitor, IAsyncDisposable
{
    /// <summary>Lines that may wait for the console.</summary>
    public const int Capacity = 50_000;

    private const string ForPeople = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";

    private volatile IAsyncLogEventSinkInspector? buffer;

    public ConsoleLog(LogConfig config)
        : this(config, off => To(off, config.Format), Capacity)
    {
    }

    /// <summary>The same before another end than the console.</summary>
    internal ConsoleLog(LogConfig config, Action<LoggerSinkConfiguration> end, int capacity) =>
        Logger = Configured(config).WriteTo.Async(end, this, capacity, blockWhenFull: false).CreateLogger();

    public Logger Logger { get; }

    /// <summary>Lines that were dropped since the start.</summary>
    public long Lost => buffer?.DroppedMessagesCount ?? 0;

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

    public void StartMonitoring(IAsyncLogEventSinkInspector inspector) => buffer = inspector;

    // The last count stays: what was dropped is not found again.
    public void StopMonitoring(IAsyncLogEventSinkInspector inspector)
    {
    }

    public ValueTask DisposeAsync() => Logger.DisposeAsync();

    private static void To(LoggerSinkConfiguration sink, LogFormat format)
    {
        ITextFormatter lines = format == LogFormat.Json ? new JsonFormatter(renderMessage: true) : new MessageTemplateTextFormatter(ForPeople);
        sink.Sink(new ConsoleSink(lines, Console.OpenStandardOutput(), TimeProvider.System));
    }
}
