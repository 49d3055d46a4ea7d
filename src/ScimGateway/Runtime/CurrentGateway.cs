namespace ScimGateway.Runtime;

/// <summary>The one reference that a reload swaps, and what became of the last reload.</summary>
internal sealed class CurrentGateway : IDisposable
{
    private Gateway? value;
    private volatile string? fault;

    /// <summary><see langword="null"/> while the gateway starts.</summary>
    public Gateway? Value => Volatile.Read(ref value);

    /// <summary>Why the newest edit of the config is not in use; <see langword="null"/> when it is.</summary>
    public string? Fault => fault;

    /// <summary>The current gateway, to be left by <see cref="Gateway.Leave"/>; <see langword="null"/> while it starts.</summary>
    public Gateway? Enter()
    {
        // One that cannot be entered has been swapped between the two steps: the next is there already.
        while (Value is { } gateway)
            if (gateway.TryEnter()) return gateway;
        return null;
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
