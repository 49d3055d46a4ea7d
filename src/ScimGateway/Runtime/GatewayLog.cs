using System.Globalization;
using ScimGateway.Auditing;
using ScimGateway.Configuration;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;

namespace ScimGateway.Runtime;

/// <summary>The operational log: which events have a line, and how a line is written to the console.</summary>
internal static class GatewayLog
{
    /// <summary>Lines that may wait for the console.</summary>
    public const int Capacity = 50_000;

    private const string ForPeople = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <summary>A logger to standard output. No request waits for it; disposing writes the lines that still wait.</summary>
    /// <param name="loss">Counts the lines that found no room or could not be written.</param>
    public static Logger ToConsole(LogConfig config, LogLoss loss)
    {
        var output = new BatchedOutput(Console.OpenStandardOutput(), loss, TimeProvider.System);
        Console.SetOut(output); // where the sink writes
        return Configured(config)
            .WriteTo.Fallible(
                sinks => sinks.Async(console => console.Console(Format(config.Format)), Capacity, blockWhenFull: false, output),
                loss
            )
            .CreateLogger();
    }

    /// <summary>The format of a line. Of the two compact JSON formats the one with the rendered message: an operator reads the
    /// same sentence in both forms, and searches for it without a tool that knows templates.</summary>
    public static ITextFormatter Format(LogFormat format) => new SafeLines(format switch
    {
        LogFormat.Json => new RenderedCompactJsonFormatter(),
        LogFormat.Text => new MessageTemplateTextFormatter(ForPeople, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"{format} is no format of the log."),
    });

    /// <summary>The levels: ours as configured, and the useful events of the frameworks.</summary>
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
        // Program reports a host that cannot start in a sentence; the framework would add its stack.
        .MinimumLevel.Override("Microsoft.Extensions.Hosting", LogEventLevel.Fatal)
        // The exchange has its own line, and a better one. If this source may write, it makes an activity and a scope for every
        // request.
        .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)
        // YARP speaks of clusters, and adds a stack to every failed probe. DestinationWatch logs its health checks,
        // GatewayReloader logs a config that it refuses; its forwarder, routes, load balancing and session affinity never run
        // here.
        .MinimumLevel.Override("Yarp", LevelAlias.Off);
}
