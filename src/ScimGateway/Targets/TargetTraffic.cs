using System.Collections.Concurrent;
using System.Globalization;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using ScimGateway.Auditing;
using ScimGateway.Configuration;
using ScimGateway.Time;

namespace ScimGateway.Targets;

/// <summary>What the calls to one target share: its budget, its breakers, and how calls are sent again. Built once for a name, an
/// address and limits; a reload that changes none of them goes on with it, so that an open breaker stays open.</summary>
internal sealed partial class TargetTraffic : IDisposable
{
    private static readonly Func<ResilienceContext, Sending, ValueTask<Outcome<Attempt>>> Another =
        static async (_, sending) => Outcome.FromResult(sending.TakeMade() ?? await ElsewhereAsync(sending));

    private readonly ConcurrentDictionary<string, TargetBreaker> breakers = new(StringComparer.Ordinal);
    private readonly Func<string, TargetBreaker> newBreaker;
    private readonly ResiliencePipeline<Attempt> retry;
    private readonly string target;
    private readonly TargetLimits limits;
    private readonly ILogger<TargetTraffic> log;
    private readonly TimeProvider clock;
    private readonly UseCount users = new();
    private long watchedUntil; // in ticks; 0: nothing has failed for a window

    public TargetTraffic(string target, TargetLimits limits, TimeProvider clock, ILogger<TargetTraffic> log)
    {
        this.target = target;
        this.limits = limits;
        this.log = log;
        Trouble = new TargetTrouble(clock);
        this.clock = clock = new SteadyClock(clock);
        Budget = new TargetBudget(limits, clock);
        newBreaker = _ => new TargetBreaker(target, limits, clock, log);
        retry = limits.Retries == 0
            ? ResiliencePipeline<Attempt>.Empty
            : new ResiliencePipelineBuilder<Attempt> { TimeProvider = clock }.AddRetry(Retries()).Build();
    }

    public TargetBudget Budget { get; }

    /// <summary>For the operator: whether its calls fail.</summary>
    public TargetTrouble Trouble { get; }

    /// <summary>As <c>/readyz</c> says it: the worst of its destinations.</summary>
    public string Breaker =>
        breakers.Values.Any(breaker => breaker.State == CircuitState.Open) ? "open"
        : breakers.Values.Any(breaker => breaker.State == CircuitState.HalfOpen) ? "half open"
        : "closed";

    /// <summary>Whether no call has failed for a window: none need be watched.</summary>
    /// <remarks>A breaker begins to count with the first call that fails, so that what goes well costs nothing; what it judges is
    /// what came after the trouble began.</remarks>
    public bool IsCalm
    {
        get
        {
            long until = Volatile.Read(ref watchedUntil);
            if (until == 0) return true;
            if (until > clock.GetUtcNow().UtcTicks || breakers.Values.Any(breaker => breaker.State != CircuitState.Closed)) return false;
            return Interlocked.CompareExchange(ref watchedUntil, 0, until) == until;
        }
    }

    /// <summary>Sends a call again whose first try failed, where that is safe, until one succeeds, no repeat is left, or the client's time is up.</summary>
    /// <returns>The last try.</returns>
    public async ValueTask<Attempt> RepeatAsync(Attempt first)
    {
        var sending = first.Sending;
        if (limits.Retries == 0 || !first.MayRepeat(LongestDelay(0))) return first;
        sending.Made = first;
        var outcome = await retry.RunAsync(Another, sending, sending.Cancellation);
        // The time was up between two tries: the fault of the first is what there is to tell.
        if (outcome.Exception is OperationCanceledException && !sending.Cancellation.IsCancellationRequested) return first;
        outcome.ThrowIfException();
        return outcome.Result;
    }

    /// <summary>Makes a call in its turn, if the breaker lets it go.</summary>
    public async ValueTask<Attempt> WatchAsync(Sending sending, IDisposable turn)
    {
        using var ends = turn;
        var outcome = await BreakerOf(sending).CallAsync(sending);
        if (outcome.Exception is BrokenCircuitException open) return sending.Transport.Kept(open, sending);
        outcome.ThrowIfException();
        if (outcome.Result.HurtsTarget) BeginToWatch();
        return outcome.Result;
    }

    /// <summary>Hears of a call that failed unwatched.</summary>
    public async ValueTask HearAsync(Attempt attempt)
    {
        BeginToWatch();
        await BreakerOf(attempt.Sending).HearAsync(attempt);
    }

    /// <summary>Tells the log, for those who look into it, what the target said of a call that it refused.</summary>
    public void LogRefused(TargetCallRecord call, string correlationId) => LogSaid(log, call.Method, call.Endpoint, target, call.Status, call.Said!, correlationId);

    /// <summary>Begins another use, which ends by <see cref="Dispose"/>.</summary>
    /// <returns>Whether it could: what has ended cannot be used again.</returns>
    public bool TryShare() => users.TryBegin();

    /// <summary>Ends one use; what it holds ends with the last.</summary>
    public void Dispose()
    {
        if (users.End()) Budget.Dispose();
    }

    private TargetBreaker BreakerOf(Sending sending) => breakers.GetOrAdd(sending.BaseAddress, newBreaker);

    private static ValueTask<Attempt> ElsewhereAsync(Sending sending)
    {
        sending.MoveOn();
        return sending.Transport.AttemptAsync(sending);
    }

    private void BeginToWatch() => Volatile.Write(ref watchedUntil, (clock.GetUtcNow() + limits.BreakerWindow).UtcTicks);

    private RetryStrategyOptions<Attempt> Retries() => new()
    {
        MaxRetryAttempts = limits.Retries,
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is null && args.Outcome.Result.MayRepeat(LongestDelay(args.AttemptNumber))),
        // Between half of the delay and all of it, so that calls that failed together do not come back together.
        DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(LongestDelay(args.AttemptNumber) * (0.5 + (Random.Shared.NextDouble() / 2))),
        OnRetry = args =>
        {
            var (_, fault, _, sending) = args.Outcome.Result;
            string why = fault!.Reason ?? "HTTP " + fault.Status.ToString(CultureInfo.InvariantCulture);
            LogRepeat(log, sending.Call.Method.Method, sending.Call.Endpoint, target, why, args.AttemptNumber + 1, sending.Connection.Exchange.CorrelationId);
            return default;
        },
    };

    private TimeSpan LongestDelay(int attempt) => limits.RetryDelay * (1 << attempt);

    [LoggerMessage(1, LogLevel.Warning, "{Method} {Endpoint} at {Target} failed ({Why}) and is sent again, repeat {Repeat}, {CorrelationId}")]
    private static partial void LogRepeat(ILogger logger, string method, string endpoint, string target, string why, int repeat, string correlationId);

    [LoggerMessage(4, LogLevel.Debug, "{Method} {Endpoint} at {Target} was answered with {Status}: {Said} {CorrelationId}")]
    private static partial void LogSaid(ILogger logger, string method, string endpoint, string target, int status, string said, string correlationId);
}
