using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using ScimGateway.Configuration;

namespace ScimGateway.Clients;

/// <summary>A client, and the token that it presented.</summary>
internal sealed record KnownToken(Client Client, ClientToken Token);

/// <summary>All clients, found by their token.</summary>
internal sealed class ClientCatalog(IReadOnlyList<Client> clients)
{
    /// <summary>Characters of a token that is hashed without an allocation.</summary>
    private const int LongestToken = 512;

    private readonly ConditionalWeakTable<string, KnownToken> known = [];

    // A missing token matches nothing, not even the hash of an empty one.
    private readonly KnownToken[] tokens =
        [.. clients.SelectMany(client =>
            client.Tokens.Where(token => !token.IsAbsent).Select(token => new KnownToken(client, token)))];

    public IReadOnlyList<Client> Clients { get; } = clients;

    public static ClientCatalog From(GatewayConfig config) => new([.. config.Clients.Select(From)]);

    /// <summary>The client of an <c>Authorization</c> header, whether or not its token has expired; <see langword="null"/>:
    /// unknown.</summary>
    /// <remarks>Compares hashes, all of them, in constant time: a caller can measure neither the token nor which client came
    /// close. The header of a later request on the same connection is mostly the same object (Kestrel reuses the string of an
    /// unchanged header): its result is cached by the object's identity.</remarks>
    public KnownToken? Find(string? authorization)
    {
        if (authorization is null) return null;
        if (known.TryGetValue(authorization, out var token)) return token;
        token = Compare(authorization);
        if (token is not null) known.AddOrUpdate(authorization, token);
        return token;
    }

    private KnownToken? Compare(string authorization)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (!TryHash(authorization, hash)) return null;
        KnownToken? found = null;
        foreach (var one in tokens)
            if (one.Token.Matches(hash)) found = one;
        return found;
    }

    /// <summary>The hash of the bearer token in an <c>Authorization</c> header.</summary>
    public static bool TryHash(string authorization, Span<byte> hash)
    {
        const string scheme = "Bearer ";
        if (!authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return false;
        var token = authorization.AsSpan(scheme.Length).Trim();
        Span<byte> utf8 =
            token.Length <= LongestToken
                ? stackalloc byte[3 * LongestToken]
                : new byte[Encoding.UTF8.GetMaxByteCount(token.Length)];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(token, utf8)], hash);
        return true;
    }

    private static Client From(ClientConfig config)
    {
        var profile = ClientProfile.All[config.Profile];
        return new Client
        {
            Name = config.Name,
            Profile = profile,
            Leniency = (profile.Leniency | LeniencyNames.ToLeniency(config.Allow)) & ~LeniencyNames.ToLeniency(config.Deny),
            Tokens = config.Tokens,
            Me = config.Me,
            Cursors = config.Cursors,
            Targets = config.Targets,
        };
    }
}
