namespace ScimGateway.Configuration;

/// <summary>One connection of an identity provider (<c>clients[]</c>).</summary>
internal sealed record ClientConfig
{
    /// <summary>The names of all profiles.</summary>
    public static IReadOnlyList<string> Profiles { get; } =
    ["entra", "okta", "jumpcloud", "onelogin", "ping", "google", "strict"];

    /// <summary>The name in logs and audit records: <c>[a-z0-9][a-z0-9-]*</c>, unique.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="Profiles"/>.</summary>
    public string Profile { get; init; } = "strict";

    /// <summary>At least one (<c>token</c>, or several <c>tokens</c>); all grant the same access; no two are the same.</summary>
    public required IReadOnlyList<ClientToken> Tokens { get; init; }

    /// <summary>The names of the targets that it may use (<c>target</c> or <c>targets</c>), at least one; each is
    /// configured.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Its own user at its target, for <c>/Me</c>: a userName or an id; <see langword="null"/>: none.</summary>
    public string? Me { get; init; }

    /// <summary>Whether its discovery documents show pagination by cursor (RFC 9865): some clients refuse attributes that they do
    /// not know.</summary>
    public bool Cursors { get; init; } = true;

    /// <summary>Leniencies in addition to the profile's, by the names of <see cref="LeniencyNames"/>.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Leniencies of the profile that this client does not get.</summary>
    public IReadOnlyList<string> Deny { get; init; } = [];
}
