using System.Security.Cryptography;
using System.Text;

namespace ScimGateway.Configuration;

/// <summary>A client's bearer token, as a hash: the clear token is not kept.</summary>
internal sealed record ClientToken
{
    /// <summary>The name in logs and audit records: unique within its client; <see langword="null"/>: the one of
    /// <c>token</c>.</summary>
    public string? Name { get; init; }

    /// <summary>SHA-256 of the token's UTF-8 bytes, 32 bytes. Must be compared in constant time. Empty: the token is
    /// missing.</summary>
    public required byte[] Sha256 { get; init; }

    /// <summary>From this moment on it is refused; <see langword="null"/>: it does not expire.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The file that it was read from, absolute; <see langword="null"/>: it was not in a file.</summary>
    public string? File { get; init; }

    /// <summary>Whether its file is gone or empty: the token counts as removed.</summary>
    public bool IsAbsent => Sha256.Length == 0;

    /// <summary>Whether it is a literal in gateway.yaml, which only a demo may have.</summary>
    public bool IsLiteral { get; init; }

    /// <summary>The token in a shell's syntax: <c>$OKTA_TOKEN</c>, <c>$(cat /run/secrets/hris)</c>, a demo's own text.</summary>
    public string ForShell { get; init; } = "$TOKEN";

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    public bool HasEnded(DateTimeOffset now) => Until <= now;

    /// <summary>Whether this is the presented token, compared in constant time.</summary>
    public bool Matches(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(hash, Sha256);
}
