namespace ScimGateway.Configuration;

/// <summary>One connection of an identity provider (<c>clients[]</c>).</summary>
internal sealed record ClientConfig
{
    /// <summary>The profiles there are: whose habits the gateway allows for.</summary>
    public static IReadOnlyList<string> Profiles { get; } =
    ["entra", "okta", "jumpcloud", "onelogin", "ping", "google", "strict"];

    /// <summary>What logs and audit records call it: <c>[a-z0-9][a-z0-9-]*</c>, unique.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="Profiles"/>.</summary>
    public string Profile { get; init; } = "strict";

    /// <summary>At least one (<c>token</c>, or several <c>tokens</c>), each of which opens the same; no two are the
    /// same.</summary>
    public required IReadOnlyList<ClientToken> Tokens { get; init; }

    /// <summary>The names of the targets it may use (<c>target</c> or <c>targets</c>), at least one; each is
    /// configured.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Who it is at its target, for <c>/Me</c>: a userName or an id; <see langword="null"/>: nobody.</summary>
    public string? Me { get; init; }

    /// <summary>Whether discovery tells it of pagination by cursor (RFC 9865): some clients refuse a server that says more than
    /// they know.</summary>
    public bool Cursors { get; init; } = true;

    /// <summary>Leniencies beyond the profile's, by the names of <see cref="LeniencyNames"/>.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>Leniencies of the profile that this client does not get.</summary>
    public IReadOnlyList<string> Deny { get; init; } = [];
}
