namespace ScimGateway.Replicas;

/// <summary>Texts by key, for a short while. An entry may be gone at any time, and no fault of the cache reaches a
/// caller.</summary>
/// <remarks>One a process: it outlives reloads, and who writes to it sees to it that a key means one thing only
/// (<see cref="CacheRegion"/>).</remarks>
internal interface IReplicaCache : IAsyncDisposable
{
    /// <summary>As <c>/readyz</c> says it.</summary>
    string State { get; }

    /// <summary>Makes it ready for the first request, as far as it can be.</summary>
    Task OpenAsync(CancellationToken cancellation);

    ValueTask<string?> FindAsync(string key, CacheTerm term, CancellationToken cancellation);

    ValueTask RememberAsync(string key, string value, CacheTerm term, CancellationToken cancellation);

    /// <summary>Not to be cancelled: a client that hangs up must not keep an old entry alive. It ends soon, whatever
    /// happens.</summary>
    ValueTask ForgetAsync(string key);
}
