namespace ScimGateway.Time;

/// <summary>A monotonic clock for durations: it begins with the time of day, and then advances with real time, even if the
/// machine's clock is set. Circuit breakers, pauses, caches and counts per minute use it.</summary>
/// <remarks>Times that another process reads (cursors and sealed entries, which replicas share and which outlive a restart), and
/// times that a person reads, use the time of day.</remarks>
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
