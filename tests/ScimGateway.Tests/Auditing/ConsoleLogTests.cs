using Microsoft.Extensions.Logging;
using ScimGateway.Configuration;
using ScimGateway.Runtime;

namespace ScimGateway.Tests.Auditing;

public sealed class ConsoleLogTests
{
    [Fact]
    public async Task A_console_that_hangs_blocks_nobody_and_what_does_not_fit_is_counted()
    {
        using var console = new HangingConsole();
        var log = new ConsoleLog(new LogConfig(), console, capacity: 10);

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
        var log = new ConsoleLog(new LogConfig { Level = level }, console, capacity: 10);

        log.Logger.Debug("a");
        log.Logger.Information("b");
        log.Logger.Warning("c");
        log.Logger.Error("d");
        await log.DisposeAsync();

        Assert.Equal(lines, console.Lines);
    }

    /// <summary>A pipe that nobody reads until it is told to.</summary>
    private sealed class HangingConsole : MemoryStream
    {
        private readonly ManualResetEventSlim gate = new();

        public int Lines => ToArray().Count(character => character == '\n');

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            gate.Wait(cancellationToken);
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public void Resume() => gate.Set();
    }
}
