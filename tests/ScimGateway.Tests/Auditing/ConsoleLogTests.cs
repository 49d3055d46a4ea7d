using Microsoft.Extensions.Logging;
using ScimGateway.Configuration;
using ScimGateway.Runtime;
using Serilog.Core;
using Serilog.Events;

namespace ScimGateway.Tests.Auditing;

public sealed class ConsoleLogTests
{
    [Fact]
    public async Task A_console_that_hangs_blocks_nobody_and_what_does_not_fit_is_counted()
    {
        using var console = new HangingConsole();
        var log = new ConsoleLog(new LogConfig(), end => end.Sink(console), capacity: 10);

        // Were a full buffer waited for, this would never end.
        for (int i = 0; i < 1000; i++) log.Logger.Information("line {Number}", i);
        long lost = log.Lost;
        console.Resume();
        await log.DisposeAsync();

        Assert.InRange(lost, 980, 990);
        Assert.Equal(1000 - lost, console.Lines);
    }

    [Theory]
    [InlineData(LogLevel.Debug, 4)]
    [InlineData(LogLevel.Information, 3)]
    [InlineData(LogLevel.Warning, 2)]
    [InlineData(LogLevel.Error, 1)]
    public async Task Only_what_is_important_enough_is_written(LogLevel level, int lines)
    {
        using var console = new HangingConsole();
        console.Resume();
        var log = new ConsoleLog(new LogConfig { Level = level }, end => end.Sink(console), capacity: 10);

        log.Logger.Debug("a");
        log.Logger.Information("b");
        log.Logger.Warning("c");
        log.Logger.Error("d");
        await log.DisposeAsync();

        Assert.Equal(lines, console.Lines);
    }

    private sealed class HangingConsole : ILogEventSink, IDisposable
    {
        private readonly ManualResetEventSlim gate = new();
        private int lines;

        public int Lines => Volatile.Read(ref lines);

        public void Emit(LogEvent logEvent)
        {
            gate.Wait();
            Interlocked.Increment(ref lines);
        }

        public void Resume() => gate.Set();

        public void Dispose() => gate.Dispose();
    }
}
