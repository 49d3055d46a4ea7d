using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ScimGateway.Replicas.Redis;

/// <summary>Encrypts everything in Redis: keys are HMACs, values are sealed with AES-GCM. A value opens under its own key only,
/// so that two cannot be swapped.</summary>
/// <remarks>Both keys are derived from <c>cursorKey</c>, the same on every replica. Their labels contain the version of an
/// entry's format: with a new version, older entries are not found.</remarks>
internal sealed class CacheSeal(string cursorKey)
{
    private const int Nonce = 12;

    private const int Tag = 16;

    private const int Moment = sizeof(long);

    private readonly byte[] keys = Derive(cursorKey, "scim-gateway cache keys 1");
    private readonly byte[] values = Derive(cursorKey, "scim-gateway cache values 1");

    public string Key(string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(keys, Encoding.UTF8.GetBytes(text), hash);
        return Base64Url.EncodeToString(hash);
    }

    public byte[] Seal(string key, byte[] value, DateTimeOffset now)
    {
        byte[] plain = new byte[Moment + value.Length];
        BinaryPrimitives.WriteInt64BigEndian(plain, now.ToUnixTimeMilliseconds());
        value.CopyTo(plain, Moment);
        byte[] @sealed = new byte[Nonce + Tag + plain.Length];
        RandomNumberGenerator.Fill(@sealed.AsSpan(0, Nonce));
        using var cipher = new AesGcm(values, Tag);
        byte[] under = Encoding.UTF8.GetBytes(key);
        cipher.Encrypt(@sealed.AsSpan(0, Nonce), plain, @sealed.AsSpan(Nonce + Tag), @sealed.AsSpan(Nonce, Tag), under);
        return @sealed;
    }

    /// <summary>The value that was sealed under this key, and its time; <see langword="null"/> when none of us sealed
    /// it.</summary>
    public (byte[] Value, DateTimeOffset At)? Open(string key, byte[] @sealed)
    {
        if (@sealed.Length < Nonce + Tag + Moment) return null;
        byte[] plain = new byte[@sealed.Length - Nonce - Tag];
        using var cipher = new AesGcm(values, Tag);
        try
        {
            byte[] under = Encoding.UTF8.GetBytes(key);
            cipher.Decrypt(@sealed.AsSpan(0, Nonce), @sealed.AsSpan(Nonce + Tag), @sealed.AsSpan(Nonce, Tag), plain, under);
        }
        catch (AuthenticationTagMismatchException)
        {
            // Not a fault: the value is not ours.
            return null;
        }

        return (plain[Moment..], DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(plain)));
    }

    private static byte[] Derive(string secret, string label) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, salt: null, Encoding.UTF8.GetBytes(label));
}
