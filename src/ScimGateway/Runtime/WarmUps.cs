using ScimGateway.Mapping.Mappers;


namespace ScimGateway.Runtime;

/// <summary>Sends made-up requests through the pipeline to the targets of a gateway.</summary>
internal delegate Task RoadWarmer(Gateway gateway, CancellationToken cancellation);

/// <summary>Warms up the functions of a config's mappings, and the pipeline, in parallel to requests: the listener never waits
/// for it, <c>/readyz</c> does, once.</summary>
internal sealed partial class WarmUps(RoadWarmer road, TimeProvider clock, ILogger<WarmUps> log) : IAsyncDisposable
{
    /// <summary>The time limit for one mapping.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;
    private volatile bool isWarm;

    /// <summary>Whether the functions of the first config and its pipeline are warm, or their time is over.</summary>
    public bool IsWarm => isWarm;

    /// <summary>Starts after the warm-up in progress, and does not wait.</summary>
    public void Begin(Gateway gateway)
    {
        TargetMapping[] mappings = [.. gateway.Targets.Values.Select(target => target.Mapping).Distinct()];
        running = running
            .ContinueWith(_ => RunAsync(gateway, mappings), stopping.Token, TaskContinuationOptions.None, TaskScheduler.Default)
            .Unwrap();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task RunAsync(Gateway gateway, IEnumerable<TargetMapping> mappings)
    {
        try
        {
            foreach (var mapping in mappings)
            {
                long began = clock.GetTimestamp();
                int calls = mapping.WarmUp(clock, Most, stopping.Token);
                if (calls > 0) LogWarm(log, mapping.Name, calls, (long)clock.GetElapsedTime(began).TotalMilliseconds);
            }

            if (!isWarm) await road(gateway, stopping.Token);
        }
        finally
        {
            isWarm = true;
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Information,
        "The functions of the mapping {Mapping} are warm: {Calls} calls in {Milliseconds} ms"
    )]
    private static partial void LogWarm(ILogger logger, string mapping, int calls, long milliseconds);
}
