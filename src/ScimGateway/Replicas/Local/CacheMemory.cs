using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using ScimGateway.Time;

namespace ScimGateway.Replicas.Local;

/// <summary>The memory of one process that entries are kept in: bounded, and timed by a clock that nobody sets back.</summary>
internal static class CacheMemory
{
    /// <param name="most">In the measure of whoever writes the entries.</param>
    public static MemoryCache Of(TimeProvider clock, long most) =>
        new(new MemoryCacheOptions { SizeLimit = most, Clock = new ByProvider(new MonotonicClock(clock)) });

    private sealed class ByProvider(TimeProvider clock) : ISystemClock
    {
        public DateTimeOffset UtcNow => clock.GetUtcNow();
    }
}
