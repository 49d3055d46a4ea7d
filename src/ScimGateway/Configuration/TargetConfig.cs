namespace ScimGateway.Configuration;

/// <summary>One SCIM server behind the gateway (<c>targets[]</c>).</summary>
internal sealed record TargetConfig
{
    /// <summary>Its place in the gateway's URLs: <c>[a-z0-9][a-z0-9-]*</c>, unique, and no SCIM endpoint's name.</summary>
    public required string Name { get; init; }

    /// <summary>Which built-in simulated target it is (<c>url: sandbox:peakon</c>); <see langword="null"/> when it is a real
    /// one.</summary>
    public string? Sandbox { get; init; }

    /// <summary>The base address of the first destination, absolute http or https; <see langword="null"/> for a
    /// sandbox.</summary>
    public Uri? Url { get; init; }

    /// <summary>The base addresses of all destinations (<c>url</c> or <c>urls</c>), without a trailing slash; empty for a
    /// sandbox.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    public TargetAuth Auth { get; init; } = new NoAuth();

    /// <summary>The folder with its <c>mapping.js</c>, absolute, perhaps missing; <see langword="null"/>: it speaks plain RFC
    /// 7643/7644.</summary>
    public string? MappingFolder { get; init; }

    public TargetLimits Limits { get; init; } = new();

    /// <summary>How its health is asked; <see langword="null"/>: it is not.</summary>
    public HealthConfig? Health { get; init; }
}

/// <summary>How hard one target may be worked (<c>targets[].limits</c>).</summary>
internal sealed record TargetLimits
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

    /// <summary>Time for the whole answer to a client, whatever calls, waits and repeats it takes. Not below <see
    /// cref="Timeout"/>; <see langword="null"/>: 30 seconds, or <see cref="Timeout"/> where that is longer.</summary>
    [Bounds("100ms", "10m")]
    public TimeSpan? AnswerIn { get; init; }

    /// <summary>Calls that wait for their turn before others are turned away.</summary>
    [Bounds("0", "100000")]
    public int Queue { get; init; } = 100;

    /// <summary>How much of the queue one client may fill, percent; one place at least.</summary>
    [Bounds("1", "100")]
    public int ClientShare { get; init; } = 50;

    /// <summary>How often a call that failed is sent again, where that is safe.</summary>
    [Bounds("0", "10")]
    public int Retries { get; init; } = 2;

    /// <summary>Time before the first repeat; it doubles with each.</summary>
    [Bounds("1ms", "30s")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a <c>Retry-After</c> of the target keeps all calls from it, at most; <c>0s</c>: it keeps none.</summary>
    [Bounds("0s", "1h")]
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Failed calls of all calls in a window that open the breaker, percent.</summary>
    [Bounds("1", "100")]
    public int BreakerPercent { get; init; } = 50;

    /// <summary>Calls in a window before the breaker judges them.</summary>
    [Bounds("2", "100000")]
    public int BreakerCalls { get; init; } = 20;

    /// <summary>The window that the breaker looks back over.</summary>
    [Bounds("1s", "1h")]
    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an open breaker keeps calls from the target before it lets one through.</summary>
    [Bounds("1s", "1h")]
    public TimeSpan BreakerTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary><see cref="AnswerIn"/> as it is used.</summary>
    public TimeSpan Patience => AnswerIn ?? (Timeout > Standard ? Timeout : Standard);

    private static readonly TimeSpan Standard = TimeSpan.FromSeconds(30);
}

/// <summary>How a target's health is asked (<c>targets[].health</c>): a GET of the path, below its base address, each
/// interval.</summary>
internal sealed record HealthConfig
{
    /// <summary>Begins with a slash: <c>/ServiceProviderConfig</c>.</summary>
    public required string Path { get; init; }

    [Bounds("1s", "1h")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);
}
