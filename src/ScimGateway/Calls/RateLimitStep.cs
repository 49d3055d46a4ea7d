using System.Runtime.CompilerServices;

namespace ScimGateway.Calls;

/// <summary>Waits until the target's limits allow a call: concurrency, requests per second, and a pause that the target asked
/// for.</summary>
internal sealed class RateLimitStep(ICallStep next, TargetRateLimiter budget, TargetFaults faults) : ICallStep
{
    public ValueTask<Attempt> SendAsync(Sending sending) =>
        budget.TryEnter() is { } turn ? SendAsync(sending, turn) : WaitAsync(sending);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Attempt> SendAsync(Sending sending, IDisposable turn)
    {
        using var ends = turn;
        return await next.SendAsync(sending);
    }

    private async ValueTask<Attempt> WaitAsync(Sending sending)
    {
        if (budget.Pause.Now is { } pause && pause.Left > sending.TimeLeft)
            return Attempt.NotMade(faults.Paused(pause.Left, pause.Status), sending);
        return await TurnAsync(sending) is { } turn
            ? await SendAsync(sending, turn)
            : Attempt.NotMade(faults.Busy(budget.Pause.Now?.Left ?? TimeSpan.Zero), sending);
    }

    private async ValueTask<IDisposable?> TurnAsync(Sending sending)
    {
        using var deadline = Deadline.After(sending.TimeLeft, sending.Context.Cancellation);
        try
        {
            return await budget.EnterAsync(sending.Context.Exchange.Client ?? "", deadline.Token);
        }
        catch (OperationCanceledException) when (!sending.Context.Cancellation.IsCancellationRequested)
        {
            return null; // no permit in time
        }
    }
}
