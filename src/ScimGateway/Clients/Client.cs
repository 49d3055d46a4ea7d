using ScimGateway.Configuration;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Clients;

/// <summary>An identity provider's connection: its tokens, a profile, and the targets that it may use.</summary>
internal sealed record Client
{
    public required string Name { get; init; }

    public required ClientProfile Profile { get; init; }

    /// <summary>The profile's leniencies, with those that the config allows and denies for this client.</summary>
    public required Leniency Leniency { get; init; }

    /// <summary>All tokens grant the same access.</summary>
    public required IReadOnlyList<ClientToken> Tokens { get; init; }

    /// <summary>Its own user at its target (<c>/Me</c>): a userName or an id.</summary>
    public string? Me { get; init; }

    /// <summary>Whether its discovery documents show pagination by cursor.</summary>
    public bool Cursors { get; init; } = true;

    /// <summary>Names of targets, at least one.</summary>
    public required IReadOnlyList<string> Targets { get; init; }
}
