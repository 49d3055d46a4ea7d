using ScimGateway.Mapping;

namespace ScimGateway.Runtime;

/// <summary>Warms up the functions of a config's mappings beside the requests: the listener never waits for it, <c>/readyz</c>
/// does, once.</summary>
internal sealed partial class WarmUps(TimeProvider clock, ILogger<WarmUps> log) : IAsyncDisposable
{
    /// <summary>Time for one mapping.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;
    private volatile bool isWarm;

    /// <summary>Whether the functions of the first config are warm, or had their time.</summary>
    public bool IsWarm => isWarm;

    /// <summary>Starts after what is under way, and does not wait.</summary>
    public void Begin(Gateway gateway)
    {
        TargetMapping[] mappings = [.. gateway.Targets.Values.Select(target => target.Mapping).Distinct()];
        running = running.ContinueWith(_ => Run(mappings), stopping.Token, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private void Run(IEnumerable<TargetMapping> mappings)
    {
        try
        {
            foreach (var mapping in mappings)
            {
                long began = clock.GetTimestamp();
                int calls = mapping.WarmUp(clock, Most, stopping.Token);
                if (calls > 0) LogWarm(log, mapping.Name, calls, (long)clock.GetElapsedTime(began).TotalMilliseconds);
            }
        }
        finally
        {
            isWarm = true;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The functions of the mapping {Mapping} are warm: {Calls} calls in {Milliseconds} ms")]
    private static partial void LogWarm(ILogger logger, string mapping, int calls, long milliseconds);
}
