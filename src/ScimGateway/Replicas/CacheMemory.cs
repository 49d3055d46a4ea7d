using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace ScimGateway.Replicas;

/// <summary>The memory of one process that entries are kept in: bounded, and timed by the gateway's clock.</summary>
internal static class CacheMemory
{
    /// <summary>Of all targets together.</summary>
    public const int Entries = 100_000;

    public static MemoryCache Of(TimeProvider clock, int entries = Entries) =>
        new(new MemoryCacheOptions { SizeLimit = entries, Clock = new ByProvider(clock) });

    private sealed class ByProvider(TimeProvider clock) : ISystemClock
    {
        public DateTimeOffset UtcNow => clock.GetUtcNow();
    }
}
