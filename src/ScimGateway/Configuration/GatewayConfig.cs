namespace ScimGateway.Configuration;

/// <summary>gateway.yaml, read and checked: all its values can be used as they are.</summary>
/// <remarks>Immutable. Every path in it is absolute; in the file it is relative to the file's own folder.</remarks>
internal sealed record GatewayConfig
{
    /// <summary>Where Kestrel listens (<c>listen</c>): plain http, <c>localhost</c> or an IP address, no path. Port 0 takes a
    /// free one.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:8080");

    /// <summary>The URL that clients see in <c>Location</c>, <c>meta.location</c> and <c>$ref</c> (<c>publicUrl</c>): absolute,
    /// without a trailing slash. The default is <see cref="Listen"/>.</summary>
    public required string PublicUrl { get; init; }

    public GatewayLimits Limits { get; init; } = new();

    /// <summary>The key for cursors, and for a cache that replicas share (<c>cursorKey</c>): the same for replicas that share
    /// their clients; <see langword="null"/>: a random key of the process.</summary>
    public Secret? CursorKey { get; init; }

    /// <summary>Where replicas share their cache (<c>cache</c>); <see langword="null"/>: each has its own in memory. Needs a
    /// <see cref="CursorKey"/>.</summary>
    public RedisConfig? Redis { get; init; }

    public required AuditConfig Audit { get; init; }

    public required StateConfig State { get; init; }

    public LogConfig Log { get; init; } = new();

    /// <summary>The operator's own listener (<c>manage</c>); <see langword="null"/>: none.</summary>
    public ManageConfig? Manage { get; init; }

    /// <summary>At least one; names and tokens are unique.</summary>
    public required IReadOnlyList<ClientConfig> Clients { get; init; }

    /// <summary>At least one; names are unique.</summary>
    public required IReadOnlyList<TargetConfig> Targets { get; init; }

    /// <summary>The file this was read from.</summary>
    public required string SourceFile { get; init; }

    /// <summary>The files beside gateway.yaml that make up this config: the script of each mapping, and files with secrets.
    /// Absolute; a mapping's need not exist.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The folders of mappings and the files with secrets, which belong to this config besides the file. For the watch;
    /// a mapping's folder need not exist.</summary>
    public required IReadOnlyList<string> Watched { get; init; }

    /// <summary>Whether it is a demo: every target is a sandbox and the listener is on loopback. Only then may secrets be
    /// literals in the file.</summary>
    public bool IsDemo => Listen.IsLoopback && Targets.All(target => target.Sandbox is not null);
}
