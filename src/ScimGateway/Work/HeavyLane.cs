namespace ScimGateway.Work;

/// <summary>Limits the computing of large requests to all cores but one, so that a small request finds a free core.</summary>
/// <remarks>Between two calls to the target a large request computes for tens of milliseconds. If there are as many of these as
/// cores, each small request waits for them at each of its own steps.</remarks>
internal sealed class HeavyLane
{
    private readonly TaskScheduler scheduler = new ConcurrentExclusiveSchedulerPair(
        TaskScheduler.Default,
        Cores
    ).ConcurrentScheduler;

    /// <summary>How many of them may compute at the same time.</summary>
    public static int Cores { get; } = Math.Max(Environment.ProcessorCount - 1, 1);

    /// <summary>Runs work with this limit, with the continuations of its awaits.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work) => TaskScheduler.Current == scheduler
        ? work()
        : Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap();
}
