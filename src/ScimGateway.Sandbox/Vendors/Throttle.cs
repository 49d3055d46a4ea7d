namespace ScimGateway.Sandbox.Vendors;

/// <summary>A rate limit per second; each second begins with its first request.</summary>
internal sealed class Throttle(int perSecond, TimeProvider time)
{
    private DateTimeOffset began = DateTimeOffset.MinValue;
    private int admitted;

    public bool Admits()
    {
        var now = time.GetUtcNow();
        if (now - began >= TimeSpan.FromSeconds(1)) (began, admitted) = (now, 0);
        return admitted++ < perSecond;
    }
}
