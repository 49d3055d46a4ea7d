using System.Text;
using ScimGateway.Auditing;
using Serilog.Sinks.Async;

namespace ScimGateway.Runtime;

/// <summary>Standard output for the log. Serilog's console sink flushes after each line; here lines are written when no more
/// wait, and then the worker pauses until there are several: a wake-up and a system call for each line cost more than the line
/// (bench/README.md).</summary>
/// <param name="loss">Counts the lines of a batch that could not be written.</param>
internal sealed class BatchedOutput(Stream console, LogLoss loss, TimeProvider clock)
    : StreamWriter(console, new UTF8Encoding(false), bufferSize: 64 * 1024), IAsyncLogEventSinkMonitor
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    private IAsyncLogEventSinkInspector? queue;
    private int lines;

    /// <summary>Called by the sink after each line, on the worker's own thread.</summary>
    public override void Flush()
    {
        lines++;
        if (queue is { Count: > 0 }) return;
        Send();
        Task.Delay(Rest, clock).Wait();
    }

    public void StartMonitoring(IAsyncLogEventSinkInspector inspector) => queue = inspector;

    public void StopMonitoring(IAsyncLogEventSinkInspector inspector) => queue = null;

    private void Send()
    {
        int sent = lines;
        lines = 0;
        try
        {
            base.Flush();
        }
        catch (IOException)
        {
            loss.Add(sent - 1); // the code that catches this counts the last one
            throw;
        }
    }
}
