using ScimGateway.Configuration;

namespace ScimGateway.Runtime;

/// <summary>Logs the warnings about the config in use, when it is applied and once a day: tokens expire although nobody edits
/// anything.</summary>
internal sealed partial class DailyWarnings : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TimeProvider clock;
    private readonly ILogger<DailyWarnings> log;
    private readonly ITimer timer;
    private volatile GatewayConfig? config;

    public DailyWarnings(TimeProvider clock, ILogger<DailyWarnings> log)
    {
        (this.clock, this.log) = (clock, log);
        timer = clock.CreateTimer(_ => Tell(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>From now on logs the warnings of this config.</summary>
    public void Begin(GatewayConfig used)
    {
        config = used;
        Tell();
    }

    public void Dispose() => timer.Dispose();

    private void Tell()
    {
        foreach (string warning in ConfigWarnings.In(config!, clock.GetUtcNow())) LogWarning(log, warning);
        timer.Change(Day, Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Warning}")]
    private static partial void LogWarning(ILogger logger, string warning);
}
