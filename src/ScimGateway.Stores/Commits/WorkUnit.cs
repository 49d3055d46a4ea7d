namespace ScimGateway.Stores.Commits;

/// <summary>A unit of work on its way into a commit.</summary>
internal abstract class WorkUnit
{
    private const int Waiting = 0;
    private const int Started = 1;
    private const int Abandoned = 2;

    private int state = Waiting;

    /// <summary>From now on its caller waits for its end.</summary>
    public bool TryStart() => Interlocked.CompareExchange(ref state, Started, Waiting) == Waiting;

    /// <summary>Its caller goes; it will never run.</summary>
    public bool TryAbandon() => Interlocked.CompareExchange(ref state, Abandoned, Waiting) == Waiting;

    /// <summary>Runs it; what it ends with is told by <see cref="Complete"/>.</summary>
    public abstract Task RunAsync(StoreSession session);

    /// <summary>It refuses by itself; the others of the commit go on.</summary>
    public abstract void Refuse(Exception refusal);

    /// <summary>Tells its caller how the last run ended.</summary>
    public abstract void Complete();

    /// <summary>Tells its caller that it could not be committed.</summary>
    public abstract void Fail(Exception fault);
}

/// <inheritdoc/>
internal sealed class WorkUnit<T>(Func<StoreSession, Task<T>> work) : WorkUnit
{
    private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;
    private Exception? refused;

    public Task<T> Done => done.Task;

    public override async Task RunAsync(StoreSession session)
    {
        refused = null;
        result = await work(session);
    }

    public override void Refuse(Exception refusal) => refused = refusal;

    public override void Complete()
    {
        if (refused is { } refusal) done.TrySetException(refusal);
        else done.TrySetResult(result!);
    }

    public override void Fail(Exception fault) => done.TrySetException(fault);
}
