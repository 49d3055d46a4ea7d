namespace ScimGateway.Configuration;

/// <summary>Where the audit trail goes (<c>audit</c>).</summary>
internal sealed record AuditConfig
{
    /// <summary>Where it goes when the file does not say, from the folder of gateway.yaml.</summary>
    public const string DefaultFile = "data/audit.jsonl";

    /// <summary>The file, one record a line; absolute.</summary>
    public required string File { get; init; }

    public bool Enabled { get; init; } = true;
}
