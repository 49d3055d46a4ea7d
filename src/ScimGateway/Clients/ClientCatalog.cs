using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using ScimGateway.Configuration;

namespace ScimGateway.Clients;

/// <summary>All clients, found by their token.</summary>
public sealed class ClientCatalog(IReadOnlyList<Client> clients)
{
    /// <summary>Characters of a token that is hashed without garbage.</summary>
    private const int LongestToken = 512;

    private readonly ConditionalWeakTable<string, Client> known = [];

    public IReadOnlyList<Client> Clients { get; } = clients;

    public static ClientCatalog From(GatewayConfig config) => new([.. config.Clients.Select(From)]);

    /// <summary>The client of an <c>Authorization</c> header; <see langword="null"/> when there is none.</summary>
    /// <remarks>Compares hashes, all of them, in constant time: neither the token nor which client came close can be measured. The header of a
    /// later request on the same connection is mostly the same object (Kestrel makes no second string of what has not changed):
    /// it was compared already, and only which object it is, not what it says, is asked again.</remarks>
    public Client? Find(string? authorization)
    {
        if (authorization is null) return null;
        if (known.TryGetValue(authorization, out var client)) return client;
        client = Compare(authorization);
        if (client is not null) known.AddOrUpdate(authorization, client);
        return client;
    }

    private Client? Compare(string authorization)
    {
        const string scheme = "Bearer ";
        if (!authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var token = authorization.AsSpan(scheme.Length).Trim();
        Span<byte> utf8 = token.Length <= LongestToken ? stackalloc byte[3 * LongestToken] : new byte[Encoding.UTF8.GetMaxByteCount(token.Length)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(token, utf8)], hash);
        Client? found = null;
        foreach (var client in Clients)
            if (CryptographicOperations.FixedTimeEquals(hash, client.TokenHash.Span)) found = client;
        return found;
    }

    private static Client From(ClientConfig config)
    {
        var profile = ClientProfile.All[config.Profile];
        return new Client
        {
            Name = config.Name,
            Profile = profile,
            Leniency = (profile.Leniency | LeniencyNames.ToLeniency(config.Allow)) & ~LeniencyNames.ToLeniency(config.Deny),
            TokenHash = config.Token.Sha256,
            Me = config.Me,
            Cursors = config.Cursors,
            Targets = config.Targets,
        };
    }
}
