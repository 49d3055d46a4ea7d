namespace ScimGateway.Calls;

/// <summary>A target's <c>Retry-After</c> (RFC 9110 section 10.2.3), which applies to every call to it.</summary>
/// <param name="most">The longest that is obeyed.</param>
internal sealed class TargetPause(TimeSpan most, TimeProvider clock)
{
    private static readonly Break None = new(DateTimeOffset.MinValue, 0);

    private Break current = None;

    /// <summary>The rest of it, and 429 or 503 as the target said; <see langword="null"/>: there is no pause.</summary>
    public (TimeSpan Left, int Status)? Now
    {
        get
        {
            var now = Volatile.Read(ref current);
            if (ReferenceEquals(now, None)) return null;
            var left = now.Until - clock.GetUtcNow();
            if (left > TimeSpan.Zero) return (left, now.Status);
            Interlocked.CompareExchange(ref current, None, now);
            return null;
        }
    }

    /// <summary>Begins a pause, or extends the current one.</summary>
    public void Take(TimeSpan wait, int status)
    {
        if (wait > most) wait = most;
        if (wait <= TimeSpan.Zero) return;
        var next = new Break(clock.GetUtcNow() + wait, status);
        var now = Volatile.Read(ref current);
        while (next.Until > now.Until)
        {
            var before = Interlocked.CompareExchange(ref current, next, now);
            if (ReferenceEquals(before, now)) return;
            now = before;
        }
    }

    public async Task WaitAsync(CancellationToken cancellation)
    {
        while (Now is { } pause) await Task.Delay(pause.Left, clock, cancellation);
    }

    private sealed record Break(DateTimeOffset Until, int Status);
}
