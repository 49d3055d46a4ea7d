using ScimGateway.Scim.Errors;

namespace ScimGateway.Stores;

/// <summary>A database that holds the gateway's state. What a write has committed survives the end of the process and of the
/// machine's power.</summary>
/// <remarks>All of it may throw a <see cref="ScimException"/> of 503 with <c>Retry-After</c>: the store cannot be used.</remarks>
public interface IStateStore : IAsyncDisposable
{
    /// <summary>Whether other processes may write to it: what this process knows may be old.</summary>
    bool IsShared { get; }

    /// <summary>Whether it holds nothing when it is opened, and ends with the process.</summary>
    bool BeginsEmpty { get; }

    /// <summary>Opens it, makes what is missing, and applies the migrations under a lock.</summary>
    Task OpenAsync(CancellationToken cancellation);

    /// <summary>Takes the lock of a name, in all processes that share the store; of a store of this process alone, nobody waits.
    /// Who ends, or is killed, has it no more; who is frozen keeps it.</summary>
    /// <param name="name">Any text; two names may share a lock (64 bits of a hash).</param>
    /// <param name="patience">How long to wait for it.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns><see langword="null"/>: another process has it still.</returns>
    Task<IAsyncDisposable?> LockAsync(string name, TimeSpan patience, CancellationToken cancellation);

    /// <summary>Reads; waits for no writer.</summary>
    Task<T> ReadAsync<T>(Func<StoreSession, Task<T>> read, CancellationToken cancellation);

    /// <summary>One unit of work: all of it, or nothing. Units of many callers share a commit, so that one may run again after
    /// another's failure: it touches nothing but its session.</summary>
    /// <returns>When it is committed.</returns>
    Task<T> WriteAsync<T>(Func<StoreSession, Task<T>> write, CancellationToken cancellation);
}
