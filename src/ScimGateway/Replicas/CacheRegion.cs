namespace ScimGateway.Replicas;

/// <summary>The part of the cache with one kind of entries of one owner; no other entries have the same keys.</summary>
/// <param name="owner">Contains no line break, nor does <paramref name="kind"/>: the key, which comes last, may be any
/// text.</param>
internal sealed class CacheRegion(IReplicaCache cache, string owner, string kind, CacheTerm term)
{
    /// <summary>Longer texts are not cached: they come from targets. Characters.</summary>
    private const int Longest = 4096;

    private readonly string prefix = $"{owner}\n{kind}\n";

    public ValueTask<string?> FindAsync(string key, CancellationToken cancellation) =>
        cache.FindAsync(prefix + key, term, cancellation);

    public ValueTask RememberAsync(string key, string value, CancellationToken cancellation) =>
        key.Length > Longest || value.Length > Longest ? default : cache.RememberAsync(prefix + key, value, term, cancellation);

    public ValueTask ForgetAsync(string key) => cache.ForgetAsync(prefix + key);
}
