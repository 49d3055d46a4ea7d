namespace ScimGateway.Tests.Fixtures;

/// <summary>A clock that stands still until a test moves it. Whoever waits by it waits for that.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock changing = new();
    private readonly List<Waiting> timers = [];
    private DateTimeOffset now = new(2026, 10, 21, 7, 27, 30, TimeSpan.Zero);
    private TimeSpan setBack;
    private TaskCompletionSource changed = NewChange();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (changing) return now.UtcTicks;
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (changing) return now - setBack;
    }

    /// <summary>Sets the time of day back, as an operator or NTP does; no time passes.</summary>
    public void SetBack(TimeSpan time)
    {
        lock (changing) setBack += time;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Waiting(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Until so many wait for a time that is so far away.</summary>
    public async Task WaitedForAsync(int waiting, TimeSpan least, TimeSpan most)
    {
        while (true)
        {
            Task next;
            lock (changing)
            {
                if (timers.Count(timer => timer.Due - now >= least && timer.Due - now <= most) >= waiting) return;
                next = changed.Task;
            }

            await next.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    public void Advance(TimeSpan time)
    {
        List<Waiting> due;
        lock (changing)
        {
            now += time;
            due = timers.FindAll(timer => timer.Due <= now);
            timers.RemoveAll(due.Contains);
        }

        due.ForEach(timer => timer.Ring());
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Set(Waiting timer, TimeSpan dueTime)
    {
        lock (changing)
        {
            timers.Remove(timer);
            if (dueTime >= TimeSpan.Zero)
            {
                timer.Due = now + dueTime;
                timers.Add(timer);
            }

            changed.TrySetResult();
            changed = NewChange();
        }
    }

    private sealed class Waiting(ManualClock clock, Action ring) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Set(this, dueTime);
            return true;
        }

        public void Dispose() => clock.Set(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
