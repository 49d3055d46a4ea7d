using System.Collections.Frozen;
using ScimGateway.Clients;
using ScimGateway.Configuration;
using ScimGateway.Targets;

namespace ScimGateway.Runtime;

/// <summary>Everything that one config makes: immutable, built once, swapped whole. A request uses the one it started with.</summary>
internal sealed record Gateway
{
    public required GatewayConfig Config { get; init; }

    public required ClientCatalog Clients { get; init; }

    public required FrozenDictionary<string, Target> Targets { get; init; }

    public required DateTimeOffset LoadedAt { get; init; }
}
