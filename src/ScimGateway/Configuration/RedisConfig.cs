namespace ScimGateway.Configuration;

/// <summary>The Redis that replicas share their cache in (<c>cache: redis:HOST:PORT,password=…</c>).</summary>
internal sealed record RedisConfig
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>Redis 6's name of a user; <see langword="null"/>: the default one.</summary>
    public string? User { get; init; }

    public Secret? Password { get; init; }

    /// <summary>Whether TLS is spoken (<c>ssl</c>), with certificates checked.</summary>
    public bool Tls { get; init; }

    /// <summary>Whom the certificate must name (<c>sslHost</c>); <see langword="null"/>: <see cref="Host"/>.</summary>
    public string? TlsHost { get; init; }

    /// <summary>The number of the database (<c>defaultDatabase</c>).</summary>
    public int Database { get; init; }

    /// <summary>As logs show it.</summary>
    public string Address => $"{Host}:{Port}";
}
