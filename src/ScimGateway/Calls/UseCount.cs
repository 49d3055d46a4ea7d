namespace ScimGateway.Calls;

/// <summary>A reference count: the last user ends the thing, and the first user is its creator. So a reload can release a thing
/// that old requests still use.</summary>
internal sealed class UseCount
{
    private int users = 1;

    /// <summary>Whether the last one has left.</summary>
    public bool HasEnded => Volatile.Read(ref users) == 0;

    /// <summary>Begins a use; each that succeeds is followed by one <see cref="End"/>.</summary>
    /// <returns>Whether it could: after the end it cannot be used again.</returns>
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

    /// <returns>Whether it was the last one: the caller must end the thing now.</returns>
    public bool End() => Interlocked.Decrement(ref users) == 0;
}
