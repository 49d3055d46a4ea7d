using StackExchange.Redis;

namespace ScimGateway.Replicas.Redis;

/// <summary>Whether Redis answers. From the first operation that fails or takes too long nobody waits for it, and one probe a
/// second asks whether it is back.</summary>
/// <remarks>A circuit breaker of our own: Polly's opens after two failures at the earliest, and tries again with a request of a
/// client.</remarks>
internal sealed partial class Availability(string address, Func<Task> probe, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    /// <summary>How long a request waits for one operation.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private readonly Lock changing = new();
    private Task probing = Task.CompletedTask;
    private int outages;
    private volatile bool isAway = true; // until it is begun with
    private long backSince; // in milliseconds, as entries are dated

    public bool IsAway => isAway;

    /// <summary>Entries that are older than the end of an outage are not believed: what was to be forgotten during it is still
    /// there.</summary>
    public bool Believes(DateTimeOffset writtenAt) => writtenAt.ToUnixTimeMilliseconds() >= Volatile.Read(ref backSince);

    /// <summary>What Redis answers; <see langword="default"/> when it is away, or goes away over this.</summary>
    public async Task<T?> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        if (isAway) return default;
        int seen = Volatile.Read(ref outages);
        try
        {
            return await ask(cancellation).WaitAsync(Patience, clock, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            GoAway(fault, seen);
            return default;
        }
    }

    /// <summary>Asks for the first time, for as long as a connection may take.</summary>
    public async Task BeginAsync(CancellationToken cancellation)
    {
        try
        {
            await probe().WaitAsync(cancellation);
            isAway = false;
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            Leave(fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await probing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private void GoAway(Exception fault, int seen)
    {
        lock (changing)
        {
            // An operation that began before the last outage says nothing about now.
            if (isAway || seen != outages || stopping.IsCancellationRequested) return;
            Leave(fault);
        }
    }

    private void Leave(Exception fault)
    {
        isAway = true;
        outages++;
        LogAway(log, address, Why(fault));
        probing = ProbeAsync();
    }

    // One at a time, each for as long as the client of Redis waits: one that is slow is still away.
    private async Task ProbeAsync()
    {
        do await Task.Delay(Pause, clock, stopping.Token);
        while (!await AnswersInTimeAsync());
        Volatile.Write(ref backSince, clock.GetUtcNow().ToUnixTimeMilliseconds());
        isAway = false;
        LogBack(log, address);
    }

    private async Task<bool> AnswersInTimeAsync()
    {
        long began = clock.GetTimestamp();
        try
        {
            await probe().WaitAsync(stopping.Token);
            return clock.GetElapsedTime(began) <= Patience;
        }
        catch (Exception) when (!stopping.IsCancellationRequested)
        {
            // Still away, for whatever reason; it was told once.
            return false;
        }
    }

    // Of a server's own words the first alone (NOAUTH, OOM), and of the client's none: they quote keys and settings.
    private static string Why(Exception fault) => fault switch
    {
        RedisServerException server => server.Message.Split(' ')[0],
        RedisConnectionException { InnerException: RedisConnectionException inner } => Why(inner),
        RedisConnectionException connection => connection.FailureType.ToString(),
        TimeoutException => "no answer in time",
        _ => fault.GetType().Name,
    };

    [LoggerMessage(1, LogLevel.Warning,
        "The shared cache at {Address} is away ({Why}): the gateway goes on with its own memory, and asks for it once a second")]
    private static partial void LogAway(ILogger logger, string address, string why);

    [LoggerMessage(2, LogLevel.Information, "The shared cache at {Address} is back")]
    private static partial void LogBack(ILogger logger, string address);
}
