namespace ScimGateway.Sandbox;

/// <summary>How a sandbox target is started.</summary>
public sealed record SandboxOptions
{
    public static SandboxOptions Default { get; } = new();

    /// <summary>The port on 127.0.0.1; 0: a free one.</summary>
    public int Port { get; init; }

    /// <summary>The bearer token that it requires, not empty; <see langword="null"/>: <c>sandbox-</c> and the target's
    /// name.</summary>
    public string? Token { get; init; }

    /// <summary>The clock of its time stamps and of its rate limit.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Requests per second before it answers 429, 1 or more; <see langword="null"/>: the vendor's own limit (leapsome:
    /// 30; slack: some per minute, by kind of request; the others none).</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>Calls kept in <see cref="SandboxServer.Calls"/>, 0 or more; older ones are dropped.</summary>
    public int RecordedCalls { get; init; } = 10_000;

    /// <summary>The fault of the options, in a sentence; <see langword="null"/> when there is none.</summary>
    internal string? Fault() => this switch
    {
        { Token: "" } => "Token is empty.",
        { RequestsPerSecond: < 1 } => $"RequestsPerSecond is {RequestsPerSecond}; expected 1 or more.",
        { RecordedCalls: < 0 } => $"RecordedCalls is {RecordedCalls}; expected 0 or more.",
        { Port: < 0 or > 65535 } => $"Port is {Port}; expected 0 to 65535.",
        _ => null,
    };
}
