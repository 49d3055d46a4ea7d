namespace ScimGateway.Configuration;

/// <summary>Where the gateway keeps what it must remember itself (<c>state</c>).</summary>
internal sealed record StateConfig
{
    /// <summary>What the file says when it says nothing, from the folder of gateway.yaml.</summary>
    public const string Default = "sqlite:data/gateway.db";

    /// <summary>The SQLite file, absolute, made when it is first needed; <see langword="null"/>: in memory
    /// (<c>memory</c>).</summary>
    public string? File { get; init; }
}
