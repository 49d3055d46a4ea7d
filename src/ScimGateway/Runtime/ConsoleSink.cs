using System.Text;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace ScimGateway.Runtime;

/// <summary>Writes log lines in batches: a write to the console for each line costs more than the line.</summary>
/// <remarks>A line is on the console a tenth of a second after it was written, or at once when it is a warning or worse.</remarks>
internal sealed class ConsoleSink : ILogEventSink, IDisposable
{
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(100);

    private readonly Lock writing = new();
    private readonly ITextFormatter format;
    private readonly StreamWriter console;
    private readonly ITimer timer;
    private bool waits;

    public ConsoleSink(ITextFormatter format, Stream console, TimeProvider clock)
    {
        this.format = format;
        this.console = new StreamWriter(console, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 32 * 1024);
        timer = clock.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Emit(LogEvent logEvent)
    {
        lock (writing)
        {
            format.Format(logEvent, console);
            if (logEvent.Level >= LogEventLevel.Warning) console.Flush();
            else if (!waits) waits = timer.Change(Linger, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        timer.Dispose();
        lock (writing) console.Dispose();
    }

    private void Flush()
    {
        lock (writing)
        {
            waits = false;
            if (console.BaseStream is { CanWrite: true }) console.Flush();
        }
    }
}
