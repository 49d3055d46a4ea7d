using System.Text;
using System.Threading.Channels;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace ScimGateway.Runtime;

/// <summary>Writes log lines in batches and off the road: a wake-up and a write for each line cost more than the line
/// (bench/README.md).</summary>
/// <remarks>Bounded: when the console is slower than the requests for long, lines are dropped and counted, and no request
/// waits. Disposing writes what is still waiting.</remarks>
internal sealed class ConsoleSink : ILogEventSink, IAsyncDisposable
{
    /// <summary>How long a line waits for company.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(50);

    private readonly Channel<LogEvent> waiting;
    private readonly CancellationTokenSource closing = new();
    private readonly ITextFormatter format;
    private readonly Stream console;
    private readonly TimeProvider clock;
    private readonly Task writing;
    private long lost;

    public ConsoleSink(ITextFormatter format, Stream console, int capacity, TimeProvider clock)
    {
        waiting = Channel.CreateBounded<LogEvent>(new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        this.format = format;
        this.console = console;
        this.clock = clock;
        writing = Task.Run(WriteBatchesAsync);
    }

    /// <summary>Lines that were dropped since the start.</summary>
    public long Lost => Interlocked.Read(ref lost);

    public void Emit(LogEvent logEvent)
    {
        if (!waiting.Writer.TryWrite(logEvent)) Interlocked.Increment(ref lost);
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await closing.CancelAsync();
        await writing;
        closing.Dispose();
    }

    private async Task WriteBatchesAsync()
    {
        using var batch = new StringWriter(new StringBuilder(64 * 1024));
        while (await waiting.Reader.WaitToReadAsync())
        {
            if (!closing.IsCancellationRequested) await Task.Delay(Linger, clock, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            int lines = 0;
            for (; lines < 4096 && waiting.Reader.TryRead(out var logEvent); lines++) format.Format(logEvent, batch);
            await WriteAsync(batch.GetStringBuilder(), lines);
            batch.GetStringBuilder().Clear();
        }
    }

    private async Task WriteAsync(StringBuilder batch, int lines)
    {
        try
        {
            await console.WriteAsync(Encoding.UTF8.GetBytes(batch.ToString()));
            await console.FlushAsync();
        }
        catch (IOException)
        {
            // Nobody reads the console any more: there is no better place to say so than the count.
            Interlocked.Add(ref lost, lines);
        }
    }
}
