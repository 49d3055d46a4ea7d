using ScimGateway.Runtime;
using ScimGateway.Targets;

namespace ScimGateway.Deliveries;

/// <summary>Looks after what all targets are owed, from the start of the gateway to its end: one loop a target while something
/// is due there, woken by its <see cref="OwedSignal"/> or by the time.</summary>
internal sealed class DeliveryWorker(
    CurrentGateway current, TargetDeliveries deliveries, IHostApplicationLifetime lifetime, TimeProvider clock)
    : BackgroundService
{
    private readonly Dictionary<string, Loop> loops = new(StringComparer.OrdinalIgnoreCase);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A process that cannot listen delivers nothing either.
        using var started = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStarted, stoppingToken);
        await Task.Delay(Timeout.Infinite, started.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            // Of the gateway of this moment: a reload keeps the signals, and what it adds is found within the time.
            Target[] targets = [.. current.Value?.Targets.Values ?? []];
            Task[] signals = [.. targets.Select(target => target.Memory.Due.NextAsync())];
            foreach (var target in targets) Begin(target, stoppingToken);
            await Task.WhenAny([.. signals, .. Running(), Task.Delay(OwedSchedule.LookEvery, clock, stoppingToken)]);
        }

        await Task.WhenAll(Running());
    }

    private void Begin(Target target, CancellationToken stop)
    {
        if (!loops.TryGetValue(target.Name, out var loop)) loops[target.Name] = loop = new Loop();
        if (!loop.Running.IsCompleted) return;
        bool isSignalled = target.Memory.Due.Take();
        if (isSignalled || clock.GetElapsedTime(loop.Ended) >= loop.Wait) loop.Running = RunAsync(target.Name, loop, stop);
    }

    private async Task RunAsync(string target, Loop loop, CancellationToken stop)
    {
        loop.Wait = await deliveries.RunAsync(target, stop);
        loop.Ended = clock.GetTimestamp();
    }

    // When one ends, its target may have been signalled meanwhile.
    private IEnumerable<Task> Running() => loops.Values.Select(loop => loop.Running).Where(run => !run.IsCompleted);

    private sealed class Loop
    {
        public Task Running { get; set; } = Task.CompletedTask;

        public long Ended { get; set; }

        /// <summary>From then on.</summary>
        public TimeSpan Wait { get; set; }
    }
}
