namespace ScimGateway.Configuration;

/// <summary>The operator's own listener (<c>manage</c>), with details that are not public.</summary>
internal sealed record ManageConfig
{
    /// <summary>Its address: like <see cref="GatewayConfig.Listen"/>, and a different one.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:8081");

    /// <summary>The operator's token.</summary>
    public required ClientToken Token { get; init; }
}
