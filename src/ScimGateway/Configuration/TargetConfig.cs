namespace ScimGateway.Configuration;

/// <summary>One SCIM server behind the gateway (<c>targets[]</c>).</summary>
internal sealed record TargetConfig
{
    /// <summary>Its name in the gateway's URLs: <c>[a-z0-9][a-z0-9-]*</c>, unique, and not the name of a SCIM endpoint.</summary>
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

    /// <summary>The folder with its <c>mapping.js</c>, absolute, perhaps missing; <see langword="null"/>: it is a plain RFC
    /// 7643/7644 server.</summary>
    public string? MappingFolder { get; init; }

    public TargetLimits Limits { get; init; } = new();

    /// <summary>Its health check; <see langword="null"/>: none.</summary>
    public HealthConfig? Health { get; init; }
}

/// <summary>Rate limit, concurrency, time-outs, retries and circuit breaker of one target (<c>targets[].limits</c>).</summary>
internal sealed record TargetLimits
{
    /// <summary>Rate limit: calls per second; <see langword="null"/>: none.</summary>
    [Bounds("1", "100000")]
    public int? RequestsPerSecond { get; init; }

    /// <summary>Calls at the same time.</summary>
    [Bounds("1", "10000")]
    public int Concurrency { get; init; } = 32;

    /// <summary>Time for one call.</summary>
    [Bounds("100ms", "5m")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for the whole answer to a client, with all calls, waits and retries. Not below <see cref="Timeout"/>;
    /// <see langword="null"/>: 30 seconds, or <see cref="Timeout"/> if that is longer.</summary>
    [Bounds("100ms", "10m")]
    public TimeSpan? AnswerIn { get; init; }

    /// <summary>Calls that wait before further ones are refused.</summary>
    [Bounds("0", "100000")]
    public int Queue { get; init; } = 100;

    /// <summary>How much of the queue one client may fill, percent; at least one place.</summary>
    [Bounds("1", "100")]
    public int ClientShare { get; init; } = 50;

    /// <summary>How often a failed call is retried, where that is safe.</summary>
    [Bounds("0", "10")]
    public int Retries { get; init; } = 2;

    /// <summary>Delay before the first retry; it doubles with each retry.</summary>
    [Bounds("1ms", "30s")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest <c>Retry-After</c> of the target that holds all calls back; <c>0s</c>: none is obeyed.</summary>
    [Bounds("0s", "1h")]
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Percentage of failed calls in a window that opens the circuit breaker.</summary>
    [Bounds("1", "100")]
    public int BreakerPercent { get; init; } = 50;

    /// <summary>Calls that a window must have before the circuit breaker may open.</summary>
    [Bounds("2", "100000")]
    public int BreakerCalls { get; init; } = 20;

    /// <summary>The window that the circuit breaker looks at.</summary>
    [Bounds("1s", "1h")]
    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an open circuit breaker lets no call through, before it tries one.</summary>
    [Bounds("1s", "1h")]
    public TimeSpan BreakerTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The effective value of <see cref="AnswerIn"/>.</summary>
    public TimeSpan Patience => AnswerIn ?? (Timeout > Standard ? Timeout : Standard);

    private static readonly TimeSpan Standard = TimeSpan.FromSeconds(30);
}

/// <summary>A target's health check (<c>targets[].health</c>): a GET of the path, below its base address, at each
/// interval.</summary>
internal sealed record HealthConfig
{
    /// <summary>Begins with a slash: <c>/ServiceProviderConfig</c>.</summary>
    public required string Path { get; init; }

    [Bounds("1s", "1h")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);
}
