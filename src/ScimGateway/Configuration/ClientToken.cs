using System.Security.Cryptography;
using System.Text;

namespace ScimGateway.Configuration;

/// <summary>What a client must present as its bearer token, as a hash: the clear token is not kept.</summary>
public sealed record ClientToken
{
    /// <summary>SHA-256 of the token's UTF-8 bytes, 32 bytes. To be compared in constant time.</summary>
    public required byte[] Sha256 { get; init; }

    /// <summary>Whether the token stands in the file itself, as only a demo's may.</summary>
    public bool IsLiteral { get; init; }

    /// <summary>How a shell would write the token: <c>$OKTA_TOKEN</c>, <c>$(cat /run/secrets/hris)</c>, a demo's own text.</summary>
    public string ForShell { get; init; } = "$TOKEN";

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
