namespace ScimGateway.Replicas;

/// <summary>A cache of texts by key, for a short time. An entry may be gone at any time, and no fault of the cache reaches a
/// caller.</summary>
/// <remarks>One for each process: it outlives reloads, and its writers must make sure that a key has one meaning only
/// (<see cref="CacheRegion"/>).</remarks>
internal interface IReplicaCache : IAsyncDisposable
{
    /// <summary>Its state in <c>/readyz</c>.</summary>
    string State { get; }

    /// <summary>Prepares it for the first request, as far as possible.</summary>
    Task OpenAsync(CancellationToken cancellation);

    ValueTask<string?> FindAsync(string key, CacheTerm term, CancellationToken cancellation);

    ValueTask RememberAsync(string key, string value, CacheTerm term, CancellationToken cancellation);

    /// <summary>Not cancellable: a client that hangs up must not keep a stale entry alive. It always ends soon.</summary>
    ValueTask ForgetAsync(string key);
}
