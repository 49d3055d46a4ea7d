using System.Threading.Channels;
using ScimGateway.Auditing;
using ScimGateway.Scim.Json;
using Serilog.Core;
using Serilog.Events;

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
    private readonly LogLines format;
    private readonly Stream console;
    private readonly TimeProvider clock;
    private readonly Task writing;
    private long lost;

    public ConsoleSink(LogLines format, Stream console, int capacity, TimeProvider clock)
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
        using var batch = new PooledBuffer(64 * 1024);
        while (await waiting.Reader.WaitToReadAsync())
        {
            if (!closing.IsCancellationRequested) await Task.Delay(Linger, clock, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            int lines = 0;
            for (; lines < 4096 && waiting.Reader.TryRead(out var logEvent); lines++) format.Write(batch, logEvent);
            await WriteAsync(batch.Written, lines);
            batch.Clear();
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> batch, int lines)
    {
        try
        {
            await console.WriteAsync(batch);
            await console.FlushAsync();
        }
        catch (IOException)
        {
            // Nobody reads the console any more: there is no better place to say so than the count.
            Interlocked.Add(ref lost, lines);
        }
    }
}
