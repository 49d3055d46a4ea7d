namespace ScimGateway.Configuration;

/// <summary>The Redis of a shared cache (<c>cache: redis:HOST:PORT,password=…</c>).</summary>
internal sealed record RedisConfig
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>A user of Redis 6; <see langword="null"/>: the default one.</summary>
    public string? User { get; init; }

    public Secret? Password { get; init; }

    /// <summary>Whether to use TLS (<c>ssl</c>), with certificate checks.</summary>
    public bool Tls { get; init; }

    /// <summary>The name that the certificate must have (<c>sslHost</c>); <see langword="null"/>: <see cref="Host"/>.</summary>
    public string? TlsHost { get; init; }

    /// <summary>The number of the database (<c>defaultDatabase</c>).</summary>
    public int Database { get; init; }

    /// <summary>The text for logs.</summary>
    public string Address => $"{Host}:{Port}";
}
