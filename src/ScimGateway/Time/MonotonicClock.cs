namespace ScimGateway.Time;

/// <summary>A clock for durations: it begins with the time of day, and from then on goes as fast as time passes, whatever is done
/// to the machine's clock. By it breakers, pauses, caches and counts per minute end when they should.</summary>
/// <remarks>Whatever another process reads (cursors and sealed entries, which replicas share and which outlive a restart), and
/// whatever a person reads, keeps the time of day.</remarks>
internal sealed class MonotonicClock(TimeProvider clock) : TimeProvider
{
    private readonly DateTimeOffset began = clock.GetUtcNow();
    private readonly long start = clock.GetTimestamp();

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => began + clock.GetElapsedTime(start);

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
