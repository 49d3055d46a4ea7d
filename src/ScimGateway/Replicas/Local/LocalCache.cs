using Microsoft.Extensions.Caching.Memory;

namespace ScimGateway.Replicas.Local;

/// <summary><c>cache: memory</c>: only in this process, until it ends.</summary>
/// <param name="entries">Of all targets together.</param>
internal sealed class LocalCache(TimeProvider clock, int entries = 100_000) : IReplicaCache, IDisposable
{
    private readonly MemoryCache memory = CacheMemory.Of(clock, entries);

    public string State => "memory";

    public Task OpenAsync(CancellationToken cancellation) => Task.CompletedTask;

    public ValueTask<string?> FindAsync(string key, CacheTerm term, CancellationToken cancellation) =>
        new(memory.Get<string>(key));

    public ValueTask RememberAsync(string key, string value, CacheTerm term, CancellationToken cancellation)
    {
        memory.Set(key, value, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = term.InAll });
        return default;
    }

    public ValueTask ForgetAsync(string key)
    {
        memory.Remove(key);
        return default;
    }

    public void Dispose() => memory.Dispose();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }
}
