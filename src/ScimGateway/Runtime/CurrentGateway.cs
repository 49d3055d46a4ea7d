namespace ScimGateway.Runtime;

/// <summary>The one reference that a reload swaps, and the result of the last reload.</summary>
internal sealed class CurrentGateway : IDisposable
{
    private Gateway? value;
    private volatile string? fault;

    /// <summary><see langword="null"/> while the gateway starts.</summary>
    public Gateway? Value => Volatile.Read(ref value);

    /// <summary>Why the newest edit of the config is not in use; <see langword="null"/> when it is.</summary>
    public string? Fault => fault;

    /// <summary>The current gateway, to be released by <see cref="Gateway.Leave"/>; <see langword="null"/> while it
    /// starts.</summary>
    public Gateway? Enter()
    {
        // If it cannot be entered, it was swapped between the two steps: the next one is there already.
        while (Value is { } gateway)
            if (gateway.TryEnter()) return gateway;
        return null;
    }

    /// <summary>Something that a target is owed is due.</summary>
    public void Wake(string target)
    {
        if (Value?.Targets.TryGetValue(target, out var known) == true) known.Memory.Due.Set();
    }

    public void Swap(Gateway gateway)
    {
        var old = Interlocked.Exchange(ref value, gateway);
        fault = null;
        old?.Leave();
    }

    public void Keep(string why) => fault = why;

    public void Dispose() => Interlocked.Exchange(ref value, null)?.Leave();
}
