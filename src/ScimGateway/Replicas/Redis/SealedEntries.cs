using Microsoft.Extensions.Caching.Distributed;

namespace ScimGateway.Replicas.Redis;

/// <summary>The entries in Redis as <see cref="Microsoft.Extensions.Caching.Hybrid.HybridCache"/> sees them: opened and checked,
/// and none while Redis is away.</summary>
internal sealed partial class SealedEntries(
    IDistributedCache redis, CacheSeal seal, Availability availability, TimeProvider clock, ILogger log) : IDistributedCache
{
    private int unopened;

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        if (await availability.AskAsync(stop => redis.GetAsync(key, stop), token) is not { } @sealed) return null;
        if (seal.Open(key, @sealed) is not { } entry)
        {
            if (Interlocked.Exchange(ref unopened, 1) == 0) LogUnopened(log);
            return null;
        }

        return availability.Believes(entry.At) ? entry.Value : null;
    }

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        availability.AskAsync(
            async stop =>
            {
                await redis.SetAsync(key, seal.Seal(key, value, clock.GetUtcNow()), options, stop);
                return true;
            },
            token);

    public Task RemoveAsync(string key, CancellationToken token = default) => availability.AskAsync(
        async stop =>
        {
            await redis.RemoveAsync(key, stop);
            return true;
        },
        token);

    public byte[]? Get(string key) => throw NobodyAsks();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw NobodyAsks();

    public void Remove(string key) => throw NobodyAsks();

    public void Refresh(string key) => throw NobodyAsks();

    public Task RefreshAsync(string key, CancellationToken token = default) => throw NobodyAsks();

    private static NotSupportedException NobodyAsks() =>
        new("Nobody waits for Redis on a thread, and no entry lives longer for being read.");

    [LoggerMessage(
        3,
        LogLevel.Debug,
        "An entry of the shared cache does not open (other cursorKey, other form, or tampered with) and counts as none; said once"
    )]
    private static partial void LogUnopened(ILogger logger);
}
