namespace ScimGateway.Targets;

/// <summary>Wakes the worker when this process has made something due that one target is owed.</summary>
internal sealed class OwedSignal
{
    private TaskCompletionSource next = NewWait();
    private int isSet;

    /// <summary>Something is due.</summary>
    public void Set()
    {
        Volatile.Write(ref isSet, 1);
        Interlocked.MemoryBarrier(); // either this sees the newest wait, or who made that sees the mark
        Volatile.Read(ref next).TrySetResult();
    }

    /// <summary>Whether something became due since it was last asked.</summary>
    public bool Take() => Interlocked.Exchange(ref isSet, 0) != 0;

    /// <summary>Ends with the next <see cref="Set"/>. Whoever takes it before <see cref="Take"/> misses none.</summary>
    public Task NextAsync()
    {
        if (next.Task.IsCompleted) Interlocked.Exchange(ref next, NewWait());
        return next.Task;
    }

    private static TaskCompletionSource NewWait() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
