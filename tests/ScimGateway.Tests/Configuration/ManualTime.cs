using System.Threading.Channels;

namespace ScimGateway.Tests.Configuration;

/// <summary>Time with one timer, itself, that runs out when the test says so.</summary>
internal sealed class ManualTime : TimeProvider, ITimer
{
    private readonly Channel<TimeSpan> settings = Channel.CreateUnbounded<TimeSpan>();
    private Action callback = () => throw new InvalidOperationException("No timer was made.");

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        this.callback = () => callback(state);
        return this;
    }

    /// <summary>Waits until the timer is set.</summary>
    public async Task<TimeSpan> SetAsync() => await settings.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public void RunOut() => callback();

    public bool Change(TimeSpan dueTime, TimeSpan period) => settings.Writer.TryWrite(dueTime);

    public void Dispose() => settings.Writer.TryComplete();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
