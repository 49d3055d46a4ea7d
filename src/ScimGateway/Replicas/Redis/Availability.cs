using StackExchange.Redis;

namespace ScimGateway.Replicas.Redis;

/// <summary>Whether Redis answers. From the first operation that fails or takes too long nobody waits for it, and one probe each
/// second checks whether it is back.</summary>
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
    private volatile bool isAway = true; // until the first probe
    private long backSince; // in milliseconds, like the times of entries

    public bool IsAway => isAway;

    /// <summary>Entries that are older than the end of an outage are not used: an entry that should have been removed during it
    /// is still there.</summary>
    public bool Believes(DateTimeOffset writtenAt) => writtenAt.ToUnixTimeMilliseconds() >= Volatile.Read(ref backSince);

    /// <summary>The answer of Redis; <see langword="default"/> when it is away, or this operation fails.</summary>
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

    /// <summary>Probes for the first time, for as long as a connection may take.</summary>
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
            // An operation that began before the last outage says nothing about the present.
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

    // One at a time, each for as long as the client of Redis waits: if it is slow, Redis is still away.
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
            // Still away, for whatever reason; that was logged once.
            return false;
        }
    }

    // Only the first word of the server's message (NOAUTH, OOM), and nothing of the client's: they contain keys and settings.
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
