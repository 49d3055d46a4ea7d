using ScimGateway.Sandbox.Vendors;

namespace ScimGateway.Sandbox.Slack;

/// <summary>Slack's published rate limits per minute, each with a burst that is allowed at once.</summary>
internal sealed class SlackBudget(TimeProvider time)
{
    private readonly Bucket[] buckets =
    [
        new(ask => ask.Method is "GET", PerMinute: 1000, Burst: 1000),
        new(ask => ask is { Method: "GET", Path: ["Users", _] }, PerMinute: 300, Burst: 300),
        new(ask => ask.Method is not "GET", PerMinute: 600, Burst: 180),
        new(ask => ask is { Method: "POST", Path: ["Users"] }, PerMinute: 180, Burst: 20),
        new(ask => ask is { Method: "PUT" or "PATCH", Path: ["Users", _] }, PerMinute: 180, Burst: 20),
        new(ask => ask is { Method: "DELETE", Path: ["Users", _] }, PerMinute: 180, Burst: 20),
    ];

    /// <summary>How long the caller must wait; zero: the request counts, and is answered.</summary>
    public TimeSpan Wait(Ask ask)
    {
        var now = time.GetUtcNow();
        Bucket[] mine = [.. buckets.Where(bucket => bucket.Counts(ask))];
        var wait = mine.Max(bucket => bucket.Wait(now));
        if (wait > TimeSpan.Zero) return wait;
        foreach (var bucket in mine) bucket.Take();
        return TimeSpan.Zero;
    }

    private sealed record Bucket(Func<Ask, bool> Counts, int PerMinute, int Burst)
    {
        private double left = Burst;
        private DateTimeOffset seen = DateTimeOffset.MaxValue;

        public TimeSpan Wait(DateTimeOffset now)
        {
            if (now > seen) left = Math.Min(Burst, left + (now - seen).TotalMinutes * PerMinute);
            seen = now;
            return left >= 1 ? TimeSpan.Zero : TimeSpan.FromMinutes((1 - left) / PerMinute);
        }

        public void Take() => left--;
    }
}
