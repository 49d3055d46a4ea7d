using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using ScimGateway.Configuration;
using ScimGateway.Replicas.Local;

namespace ScimGateway.Replicas.Redis;

/// <summary><c>cache: redis:…</c>: shared by all replicas with the same <c>cursorKey</c>, with a small cache in the memory of
/// each in front.</summary>
internal sealed class SharedCache : IReplicaCache
{
    /// <summary>The size of the values in memory, in HybridCache's measure: about 100,000 ids and names.</summary>
    private const int MemoryBytes = 4 * 1024 * 1024;

    /// <summary>The cache does not make missing values: the caller does, and writes them.</summary>
    private const HybridCacheEntryFlags ReadOnly = HybridCacheEntryFlags.DisableUnderlyingData;

    private static readonly DistributedCacheEntryOptions ProbeTerm =
        new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(10) };

    private readonly ConcurrentDictionary<CacheTerm, TermOptions> terms = new();
    private readonly CacheSeal seal;
    private readonly RedisConnection redis;
    private readonly Availability availability;
    private readonly ServiceProvider services;
    private readonly HybridCache cache;

    public SharedCache(RedisConfig config, Secret cursorKey, TimeProvider clock, ILogger<SharedCache> log)
    {
        seal = new CacheSeal(cursorKey.Reveal());
        redis = new RedisConnection(config);
        availability = new Availability(config.Address, ProbeAsync, clock, log);
        // Only a container can make a HybridCache; this container is its own, so that nothing else of the host finds these
        // services.
        var parts = new ServiceCollection();
        parts.AddSingleton(clock);
        parts.AddSingleton<IMemoryCache>(_ => CacheMemory.Of(clock, MemoryBytes));
        parts.AddSingleton<IDistributedCache>(_ => new SealedEntries(redis.Entries, seal, availability, clock, log));
        parts.AddHybridCache();
        services = parts.BuildServiceProvider();
        cache = services.GetRequiredService<HybridCache>();
    }

    public string State => availability.IsAway ? "away" : "shared";

    public Task OpenAsync(CancellationToken cancellation) => availability.BeginAsync(cancellation);

    public ValueTask<string?> FindAsync(string key, CacheTerm term, CancellationToken cancellation) =>
        cache.GetOrCreateAsync<string?>(seal.Key(key), Nothing, Options(term).Reading, cancellationToken: cancellation);

    public ValueTask RememberAsync(string key, string value, CacheTerm term, CancellationToken cancellation) =>
        cache.SetAsync(seal.Key(key), value, Options(term).Writing, cancellationToken: cancellation);

    public ValueTask ForgetAsync(string key) => cache.RemoveAsync(seal.Key(key));

    public async ValueTask DisposeAsync()
    {
        await availability.DisposeAsync();
        await services.DisposeAsync();
        await redis.DisposeAsync();
    }

    // A write, because a Redis that is full or read-only answers reads, and would be away again at the next entry.
    private Task ProbeAsync() => redis.Entries.SetAsync(seal.Key("probe"), [], ProbeTerm);

    // Not called, see ReadOnly.
    private static ValueTask<string?> Nothing(CancellationToken cancellation) => default;

    private TermOptions Options(CacheTerm term) => terms.GetOrAdd(term, static term => new(
        new() { Flags = ReadOnly, Expiration = term.InAll, LocalCacheExpiration = term.InMemory },
        new() { Expiration = term.InAll, LocalCacheExpiration = term.InMemory }));

    private sealed record TermOptions(HybridCacheEntryOptions Reading, HybridCacheEntryOptions Writing);
}
