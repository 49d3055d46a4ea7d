using System.Security.Cryptography;
using System.Text;

namespace ScimGateway.Stores.Sealing;

/// <summary>One key of the state: seals values, and makes names comparable without keeping them.</summary>
public sealed class StateKey : IEquatable<StateKey>
{
    private const int Length = 32;
    private const int IdLength = 8;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] id;
    private readonly byte[] sealing;
    private readonly byte[] naming;

    private StateKey(byte[] secret)
    {
        id = Derived(secret, "scim-gateway state: id", IdLength);
        sealing = Derived(secret, "scim-gateway state: values", Length);
        naming = Derived(secret, "scim-gateway state: names", Length);
        Id = Convert.ToHexStringLower(id);
    }

    /// <summary>Stands in all that was made with it; tells nothing of it.</summary>
    public string Id { get; }

    /// <summary>A key for as long as the process.</summary>
    public static StateKey Random() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>The text of a new key, as <c>scim-gateway state key</c> writes it.</summary>
    public static string NewText() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length));

    /// <param name="text">Base64 of 32 bytes.</param>
    /// <returns><see langword="null"/>: it is none.</returns>
    public static StateKey? Parse(string text)
    {
        Span<byte> secret = stackalloc byte[Length];
        return Convert.TryFromBase64String(text.Trim(), secret, out int length) && length == Length
            ? new(secret.ToArray())
            : null;
    }

    /// <summary>Whose key it was that made this: of a sealed value or a name.</summary>
    public static string IdOf(byte[] made) => Convert.ToHexStringLower(made.AsSpan(0, Math.Min(IdLength, made.Length)));

    /// <summary>Whether it is what older gateways kept of a name, a plain SHA-256.</summary>
    public static bool IsPlain(byte[] name) => name.Length == SHA256.HashSizeInBytes;

    /// <summary>What older gateways kept of a name.</summary>
    public static byte[] PlainName(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name.ToLowerInvariant()));

    /// <summary>What is kept of a name, from the plain hash of it.</summary>
    public byte[] Name(byte[] plain) => [.. id, .. HMACSHA256.HashData(naming, plain)];

    /// <param name="value">What nobody may read.</param>
    /// <param name="place">Where it stands: it cannot be opened elsewhere.</param>
    public byte[] Seal(ReadOnlySpan<byte> value, byte[] place)
    {
        byte[] sealedValue = new byte[IdLength + NonceLength + TagLength + value.Length];
        id.CopyTo(sealedValue, 0);
        var parts = new Parts(sealedValue);
        RandomNumberGenerator.Fill(parts.Nonce);
        using var cipher = new AesGcm(sealing, TagLength);
        cipher.Encrypt(parts.Nonce, value, parts.Text, parts.Tag, place);
        return sealedValue;
    }

    /// <exception cref="CryptographicException">It was changed, or stood elsewhere.</exception>
    public byte[] Open(byte[] sealedValue, byte[] place)
    {
        var parts = new Parts(sealedValue);
        byte[] value = new byte[parts.Text.Length];
        using var cipher = new AesGcm(sealing, TagLength);
        cipher.Decrypt(parts.Nonce, parts.Text, parts.Tag, value, place);
        return value;
    }

    /// <summary>By the id: two readings of one config are equal.</summary>
    public bool Equals(StateKey? other) => other is not null && other.Id == Id;

    public override bool Equals(object? obj) => Equals(obj as StateKey);

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    private static byte[] Derived(byte[] secret, string purpose, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, length, salt: null, Encoding.UTF8.GetBytes(purpose));

    private readonly ref struct Parts(byte[] sealedValue)
    {
        public Span<byte> Nonce { get; } = sealedValue.AsSpan(IdLength, NonceLength);

        public Span<byte> Tag { get; } = sealedValue.AsSpan(IdLength + NonceLength, TagLength);

        public Span<byte> Text { get; } = sealedValue.AsSpan(IdLength + NonceLength + TagLength);
    }
}
