using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using ScimGateway.Time;

namespace ScimGateway.Replicas.Local;

/// <summary>The memory of one process for cache entries: bounded, with a monotonic clock.</summary>
internal static class CacheMemory
{
    /// <param name="most">In the unit of the entries' writer.</param>
    public static MemoryCache Of(TimeProvider clock, long most) =>
        new(new MemoryCacheOptions { SizeLimit = most, Clock = new ByProvider(new MonotonicClock(clock)) });

    private sealed class ByProvider(TimeProvider clock) : ISystemClock
    {
        public DateTimeOffset UtcNow => clock.GetUtcNow();
    }
}
