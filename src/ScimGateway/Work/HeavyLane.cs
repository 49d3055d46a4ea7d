namespace ScimGateway.Work;

/// <summary>Where large requests compute: on all cores but one, so that a small request finds a core beside them.</summary>
/// <remarks>Between two calls to the target a large request computes for tens of milliseconds. Where there are as many of these
/// as cores, each small request waits for them at each of its own steps.</remarks>
internal sealed class HeavyLane
{
    private readonly TaskScheduler scheduler = new ConcurrentExclusiveSchedulerPair(
        TaskScheduler.Default,
        Cores
    ).ConcurrentScheduler;

    /// <summary>How many of them compute at one time.</summary>
    public static int Cores { get; } = Math.Max(Environment.ProcessorCount - 1, 1);

    /// <summary>Does work there, with what follows each of its awaits.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work) => TaskScheduler.Current == scheduler
        ? work()
        : Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap();
}
