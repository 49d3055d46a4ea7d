namespace ScimGateway.Sandbox;

/// <summary>How a sandbox target is started.</summary>
public sealed record SandboxOptions
{
    public static SandboxOptions Default { get; } = new();

    /// <summary>The port on 127.0.0.1; 0: a free one.</summary>
    public int Port { get; init; }

    /// <summary>The bearer token it wants; <see langword="null"/>: <c>sandbox-</c> and the target's name.</summary>
    public string? Token { get; init; }

    /// <summary>The clock of its time stamps and of its rate limit.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Requests it takes in a second before it answers 429, 1 or more; <see langword="null"/>: the vendor's own
    /// limit (leapsome: 30, the others none).</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>Calls kept in <see cref="SandboxServer.Calls"/>; older ones are forgotten.</summary>
    public int RecordedCalls { get; init; } = 10_000;
}
