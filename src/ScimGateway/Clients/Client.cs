using ScimGateway.Configuration;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Clients;

/// <summary>An identity provider's connection: a token, a profile, and the targets it may reach.</summary>
internal sealed record Client
{
    public required string Name { get; init; }

    public required ClientProfile Profile { get; init; }

    /// <summary>The profile's leniencies, with what the config allows and denies this client.</summary>
    public required Leniency Leniency { get; init; }

    /// <summary>Each of them opens the same.</summary>
    public required IReadOnlyList<ClientToken> Tokens { get; init; }

    /// <summary>Who it is at its target (<c>/Me</c>): a userName or an id.</summary>
    public string? Me { get; init; }

    /// <summary>Whether discovery tells it of pagination by cursor.</summary>
    public bool Cursors { get; init; } = true;

    /// <summary>Names of targets, one at least.</summary>
    public required IReadOnlyList<string> Targets { get; init; }
}
