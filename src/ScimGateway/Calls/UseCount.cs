namespace ScimGateway.Calls;

/// <summary>How many use a thing that ends with its last user, the first of whom is whoever made it. A reload lets go of what old
/// requests still use.</summary>
internal sealed class UseCount
{
    private int users = 1;

    /// <summary>Whether the last one has left.</summary>
    public bool HasEnded => Volatile.Read(ref users) == 0;

    /// <summary>Begins a use; each that succeeds is followed by one <see cref="End"/>.</summary>
    /// <returns>Whether it could: what has ended cannot be used again.</returns>
    public bool TryBegin()
    {
        int seen = Volatile.Read(ref users);
        while (seen > 0)
        {
            int before = Interlocked.CompareExchange(ref users, seen + 1, seen);
            if (before == seen) return true;
            seen = before;
        }

        return false;
    }

    /// <returns>Whether it was the last: the thing is to be ended now.</returns>
    public bool End() => Interlocked.Decrement(ref users) == 0;
}
