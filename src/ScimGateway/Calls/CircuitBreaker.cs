using Polly;
using Polly.CircuitBreaker;
using ScimGateway.Configuration;

namespace ScimGateway.Calls;

/// <summary>The circuit breaker of one destination of a target: it opens when too many calls fail, and later lets a single call
/// test whether the destination works again.</summary>
/// <remarks>One for each destination, so that one that is down does not affect the others.</remarks>
internal sealed partial class CircuitBreaker
{
    private static readonly Func<ResilienceContext, (ICallStep Step, Sending Sending), ValueTask<Outcome<Attempt>>> Call =
        static async (_, one) => Outcome.FromResult(await one.Step.SendAsync(one.Sending));

    private static readonly Func<ResilienceContext, Attempt, ValueTask<Outcome<Attempt>>> Ended = static (_, attempt) =>
        Outcome.FromResultAsValueTask(attempt);

    private readonly CircuitBreakerStateProvider state = new();
    private readonly string target;
    private readonly TargetLimits limits;
    private readonly ILogger log;
    private readonly ResiliencePipeline<Attempt> pipeline;

    public CircuitBreaker(string target, TargetLimits limits, TimeProvider clock, ILogger log)
    {
        this.target = target;
        this.limits = limits;
        this.log = log;
        pipeline = new ResiliencePipelineBuilder<Attempt> { TimeProvider = clock }.AddCircuitBreaker(Options()).Build();
    }

    public CircuitState State => state.CircuitState;

    /// <summary>Makes a call, or throws: <see cref="BrokenCircuitException"/>.</summary>
    public ValueTask<Outcome<Attempt>> SendAsync(ICallStep step, Sending sending) =>
        pipeline.RunAsync(Call, (step, sending), sending.Context.Cancellation);

    /// <summary>Counts a call that was made without it.</summary>
    public ValueTask<Outcome<Attempt>> HearAsync(Attempt attempt) => pipeline.RunAsync(Ended, attempt, default);

    private CircuitBreakerStrategyOptions<Attempt> Options() => new()
    {
        FailureRatio = limits.BreakerPercent / 100.0,
        MinimumThroughput = limits.BreakerCalls,
        SamplingDuration = limits.BreakerWindow,
        BreakDuration = limits.BreakerTime,
        StateProvider = state,
        // A client that hangs up says nothing about the target, and so cannot close the circuit breaker.
        ShouldHandle = args => ValueTask.FromResult(
            args.Outcome.Exception is null ? args.Outcome.Result.HurtsTarget : State == CircuitState.HalfOpen
        ),
        OnOpened = args =>
        {
            LogOpened(log, target, args.BreakDuration);
            return default;
        },
        OnClosed = _ =>
        {
            LogClosed(log, target);
            return default;
        },
    };

    [LoggerMessage(2, LogLevel.Warning, "The breaker of {Target} is open: too many calls failed, none is sent for {Time}")]
    private static partial void LogOpened(ILogger logger, string target, TimeSpan time);

    [LoggerMessage(3, LogLevel.Information, "The breaker of {Target} is closed: a call succeeded again")]
    private static partial void LogClosed(ILogger logger, string target);
}
