using System.Globalization;
using Polly;
using Polly.Retry;
using ScimGateway.Configuration;
using ScimGateway.Time;

namespace ScimGateway.Calls;

/// <summary>Retries a failed call, if that is safe (<see cref="Retries"/>), until one attempt succeeds, no retry is left, or the
/// client's time is over. A retry goes to another destination if there is one.</summary>
internal sealed partial class RetryStep : ICallStep
{
    private static readonly Func<ResilienceContext, (RetryStep Step, Sending Sending), ValueTask<Outcome<Attempt>>> Again =
        static async (_, one) => Outcome.FromResult(one.Sending.TakeMade() ?? await one.Step.ElsewhereAsync(one.Sending));

    private readonly ICallStep next;
    private readonly string target;
    private readonly TargetLimits limits;
    private readonly ILogger log;
    private readonly ResiliencePipeline<Attempt> pipeline;

    public RetryStep(ICallStep next, string target, TargetLimits limits, TimeProvider clock, ILogger log)
    {
        (this.next, this.target, this.limits, this.log) = (next, target, limits, log);
        pipeline = limits.Retries == 0
            ? ResiliencePipeline<Attempt>.Empty
            : new ResiliencePipelineBuilder<Attempt> { TimeProvider = new MonotonicClock(clock) }.AddRetry(Options()).Build();
    }

    public async ValueTask<Attempt> SendAsync(Sending sending)
    {
        var first = await next.SendAsync(sending);
        if (first.Fault is null || limits.Retries == 0 || !first.MayRepeat(LongestDelay(0))) return first;
        var last = await RetryAsync(first);
        // The first DELETE may have been done, and then the second one finds nothing.
        return sending.MayBeDone && sending.Call.Method == HttpMethod.Delete && last.Fault?.Status == 404
            ? last with { Reply = TargetReply.Empty, Fault = null }
            : last;
    }

    private async ValueTask<Attempt> RetryAsync(Attempt first)
    {
        var sending = first.Sending;
        var cancellation = sending.Context.Cancellation;
        sending.Made = first;
        var outcome = await pipeline.RunAsync(Again, (this, sending), cancellation);
        // The time was over between two attempts: the result is the fault of the first one.
        if (outcome.Exception is OperationCanceledException && !cancellation.IsCancellationRequested) return first;
        outcome.ThrowIfException();
        return outcome.Result;
    }

    private ValueTask<Attempt> ElsewhereAsync(Sending sending)
    {
        sending.MoveOn();
        return next.SendAsync(sending);
    }

    private RetryStrategyOptions<Attempt> Options() => new()
    {
        MaxRetryAttempts = limits.Retries,
        ShouldHandle = args => ValueTask.FromResult(
            args.Outcome.Exception is null && args.Outcome.Result.MayRepeat(LongestDelay(args.AttemptNumber))
        ),
        // A random delay between half of it and all of it (jitter), so that calls that failed together are not retried together.
        DelayGenerator = args =>
            ValueTask.FromResult<TimeSpan?>(LongestDelay(args.AttemptNumber) * (0.5 + (Random.Shared.NextDouble() / 2))),
        OnRetry = args =>
        {
            var (_, fault, _, sending) = args.Outcome.Result;
            string why = fault!.Reason ?? "HTTP " + fault.Status.ToString(CultureInfo.InvariantCulture);
            LogRetry(
                log,
                sending.Call.Method.Method,
                sending.Call.Endpoint,
                target,
                why,
                args.AttemptNumber + 1,
                sending.Context.Exchange.CorrelationId
            );
            return default;
        },
    };

    private TimeSpan LongestDelay(int attempt) => limits.RetryDelay * (1 << attempt);

    [LoggerMessage(1, LogLevel.Warning, "{Method} {Endpoint} at {Target} failed ({Why}): retry {Retry}, {CorrelationId}")]
    private static partial void LogRetry(
        ILogger logger,
        string method,
        string endpoint,
        string target,
        string why,
        int retry,
        string correlationId
    );
}
