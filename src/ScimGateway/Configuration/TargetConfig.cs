namespace ScimGateway.Configuration;

/// <summary>One SCIM server behind the gateway (<c>targets[]</c>).</summary>
public sealed record TargetConfig
{
    /// <summary>Its place in the gateway's URLs: <c>[a-z0-9][a-z0-9-]*</c>, unique, and no SCIM endpoint's name.</summary>
    public required string Name { get; init; }

    /// <summary>Which built-in simulated target it is (<c>url: sandbox:peakon</c>); <see langword="null"/> when it is a real one.</summary>
    public string? Sandbox { get; init; }

    /// <summary>The base address of the first destination, absolute http or https; <see langword="null"/> for a sandbox.</summary>
    public Uri? Url { get; init; }

    /// <summary>The base addresses of all destinations (<c>url</c> or <c>urls</c>), without a trailing slash; empty for a sandbox.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    public TargetAuth Auth { get; init; } = new NoAuth();

    /// <summary>The folder with its <c>mapping.js</c>, absolute, perhaps missing; <see langword="null"/>: it speaks plain RFC 7643/7644.</summary>
    public string? MappingFolder { get; init; }

    public TargetLimits Limits { get; init; } = new();

    /// <summary>How its health is asked; <see langword="null"/>: it is not.</summary>
    public HealthConfig? Health { get; init; }
}

/// <summary>How hard one target may be worked (<c>targets[].limits</c>).</summary>
public sealed record TargetLimits
{
    /// <summary>Calls a second; <see langword="null"/>: no budget.</summary>
    [Bounds("1", "100000")]
    public int? RequestsPerSecond { get; init; }

    /// <summary>Calls under way at one time.</summary>
    [Bounds("1", "10000")]
    public int Concurrency { get; init; } = 32;

    /// <summary>Time for one call.</summary>
    [Bounds("100ms", "5m")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Calls that wait for their turn before others are turned away.</summary>
    [Bounds("0", "100000")]
    public int Queue { get; init; } = 100;
}

/// <summary>How a target's health is asked (<c>targets[].health</c>): a GET of the path, below its base address, each interval.</summary>
public sealed record HealthConfig
{
    /// <summary>Begins with a slash: <c>/ServiceProviderConfig</c>.</summary>
    public required string Path { get; init; }

    [Bounds("1s", "1h")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);
}
