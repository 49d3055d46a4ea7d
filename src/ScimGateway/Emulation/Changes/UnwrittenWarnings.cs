using System.Collections.Concurrent;
using ScimGateway.Auditing;
using ScimGateway.Time;

namespace ScimGateway.Emulation.Changes;

/// <summary>Warns the operator of attributes that clients set and that are not written: a line each hour for each client, target
/// and attribute, with a count. The attributes are the mapping's rows, so their number is limited.</summary>
internal sealed partial class UnwrittenWarnings(TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromHours(1);

    private readonly MonotonicClock clock = new(time);
    private readonly ConcurrentDictionary<(string? Client, string? Target, string? Type, string Attribute), Since> told = new();

    public void Tell(Exchange exchange, IReadOnlyList<string> attributes)
    {
        string[] names = [.. attributes.Select(SafeNames.Line)];
        exchange.Add(new Unwritten(names));
        foreach (string name in names)
        {
            long count = told.GetOrAdd((exchange.Client, exchange.Target, exchange.ResourceType, name), _ => new Since())
                .Count(clock.GetUtcNow());
            if (count > 0)
                LogIgnored(log, exchange.Client, name, exchange.ResourceType, exchange.Target, count, exchange.CorrelationId);
        }
    }

    /// <summary>The count since the last line.</summary>
    private sealed class Since
    {
        private readonly Lock counting = new();
        private DateTimeOffset ends = DateTimeOffset.MinValue;
        private long count;

        /// <returns>How many to report; 0: it is not time yet.</returns>
        public long Count(DateTimeOffset now)
        {
            lock (counting)
            {
                count++;
                if (now < ends) return 0;
                ends = now + Quiet;
                (long all, count) = (count, 0);
                return all;
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning,
        "{Client} sets {Attribute} of a {ResourceType}, which the mapping of {Target} does not write: ignored, {Count} times since this was last "
        + "told, {CorrelationId}")]
    private static partial void LogIgnored(
        ILogger logger, string? client, string attribute, string? resourceType, string? target, long count, string correlationId);
}
