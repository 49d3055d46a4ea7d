using ScimGateway.Time;

namespace ScimGateway.Auditing;

/// <summary>Keeps requests of unknown clients from filling the disk: some in each minute have a record each, and the rest one
/// record together, with their number. None is lost.</summary>
internal sealed class StrangerRecords : IAsyncDisposable
{
    /// <summary>Records of their own in a minute: a client with a wrong token is noticed at once.</summary>
    public const int Single = 60;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly IAuditSink audit;
    private readonly ExchangeLog log;
    private readonly MonotonicClock clock;
    private readonly ITimer timer;
    private readonly Lock counting = new();
    private DateTimeOffset ends = DateTimeOffset.MinValue;
    private ExchangeRecord? first;
    private long firstAt;
    private int single;
    private long folded;

    public StrangerRecords(IAuditSink audit, ExchangeLog log, TimeProvider clock)
    {
        this.audit = audit;
        this.log = log;
        this.clock = new MonotonicClock(clock);
        timer = clock.CreateTimer(_ => Tell(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether this one is to have a record; if not, it is counted.</summary>
    public bool Takes(ExchangeRecord exchange)
    {
        lock (counting)
        {
            var now = clock.GetUtcNow();
            if (now >= ends)
            {
                ends = now + Window;
                single = 0;
            }

            if (++single <= Single) return true;
            if (folded++ > 0) return false;
            (first, firstAt) = (exchange, clock.GetTimestamp());
            timer.Change(ends - now, Timeout.InfiniteTimeSpan);
            return false;
        }
    }

    /// <summary>Writes the record of the requests that were only counted.</summary>
    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        Tell();
    }

    private void Tell()
    {
        ExchangeRecord told;
        lock (counting)
        {
            if (folded == 0) return;
            told = new ExchangeRecord(first!.CorrelationId, first.Started)
            {
                Operation = "folded",
                Folded = folded,
                Status = first.Status,
                Elapsed = clock.GetElapsedTime(firstAt),
            };
            folded = 0;
        }

        audit.Write(told);
        log.Write(told);
    }
}
