namespace ScimGateway.Runtime;

/// <summary>The one reference that a reload swaps, and what became of the last reload.</summary>
internal sealed class CurrentGateway
{
    private volatile Gateway? value;
    private volatile string? fault;

    /// <summary><see langword="null"/> while the gateway starts.</summary>
    public Gateway? Value => value;

    /// <summary>Why the newest edit of the config is not in use; <see langword="null"/> when it is.</summary>
    public string? Fault => fault;

    public void Swap(Gateway gateway)
    {
        value = gateway;
        fault = null;
    }

    public void Keep(string why) => fault = why;
}
