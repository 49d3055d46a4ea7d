namespace ScimGateway.Configuration;

/// <summary>Where the audit log is written (<c>audit</c>).</summary>
internal sealed record AuditConfig
{
    /// <summary>The default, relative to the folder of gateway.yaml.</summary>
    public const string DefaultFile = "data/audit.jsonl";

    /// <summary>The file, one record on each line; absolute.</summary>
    public required string File { get; init; }

    public bool Enabled { get; init; } = true;
}
