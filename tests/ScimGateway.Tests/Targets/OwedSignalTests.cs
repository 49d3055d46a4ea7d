using ScimGateway.Targets;

namespace ScimGateway.Tests.Targets;

public sealed class OwedSignalTests
{
    [Fact]
    public async Task Whoever_waits_is_woken_and_is_told_once()
    {
        var signal = new OwedSignal();
        var next = signal.NextAsync();
        Assert.False(signal.Take());

        signal.Set();
        signal.Set();

        await next.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(signal.Take());
        Assert.False(signal.Take());
        Assert.False(signal.NextAsync().IsCompleted);
    }

    [Fact]
    public void What_came_while_nobody_waited_is_not_lost()
    {
        var signal = new OwedSignal();
        signal.Set();

        Assert.True(signal.Take());
    }

    [Fact]
    public async Task No_signal_is_lost_to_somebody_who_waits_anew_each_time()
    {
        var signal = new OwedSignal();
        int last = 0;
        var setting = Task.Run(() =>
        {
            for (int i = 1; i <= 20_000; i++)
            {
                Volatile.Write(ref last, i);
                signal.Set();
            }
        });

        int seen = 0;
        while (seen < 20_000)
        {
            var next = signal.NextAsync();
            if (signal.Take()) seen = Volatile.Read(ref last);
            else await next.WaitAsync(TimeSpan.FromSeconds(30));
        }

        await setting;
    }
}
