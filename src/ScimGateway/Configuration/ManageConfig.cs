namespace ScimGateway.Configuration;

/// <summary>The operator's own listener (<c>manage</c>), with details that no stranger may read.</summary>
internal sealed record ManageConfig
{
    /// <summary>Where it listens: as <see cref="GatewayConfig.Listen"/>, and another address.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:8081");

    /// <summary>What the operator must present.</summary>
    public required ClientToken Token { get; init; }
}
