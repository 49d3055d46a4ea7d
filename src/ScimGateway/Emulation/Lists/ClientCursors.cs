using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Emulation.Lists;

/// <summary>The cursors of clients (RFC 9865 section 2): sealed with AES-GCM, so that clients cannot read a target's own cursor
/// in them, forge one, or use one for another query.</summary>
/// <remarks>Nothing is stored for a cursor. With a random key of the process, a cursor expires with the process.</remarks>
/// <param name="key">32 bytes.</param>
/// <param name="lifetime">How long a cursor is valid.</param>
internal sealed class ClientCursors(byte[] key, TimeSpan lifetime, TimeProvider clock)
{
    private const int Nonce = 12;

    private const int Tag = 16;

    private const int Moment = sizeof(long);

    /// <summary>The longest cursor that the protocol floor accepts, characters.</summary>
    private const int Longest = 4096;

    /// <summary>A cursor for a position.</summary>
    /// <param name="position">The result of <see cref="Open"/>.</param>
    /// <param name="query">The query that the cursor is valid for, with its client and target.</param>
    /// <exception cref="ScimException">502: the target's own cursor is too long to be carried in one.</exception>
    public string Seal(string position, byte[] query)
    {
        byte[] plain = new byte[Moment + Encoding.UTF8.GetByteCount(position)];
        BinaryPrimitives.WriteInt64BigEndian(plain, clock.GetUtcNow().Add(lifetime).ToUnixTimeMilliseconds());
        Encoding.UTF8.GetBytes(position, plain.AsSpan(Moment));
        byte[] @sealed = new byte[Nonce + Tag + plain.Length];
        RandomNumberGenerator.Fill(@sealed.AsSpan(0, Nonce));
        using var cipher = new AesGcm(key, Tag);
        cipher.Encrypt(@sealed.AsSpan(0, Nonce), plain, @sealed.AsSpan(Nonce + Tag), @sealed.AsSpan(Nonce, Tag), query);
        string cursor = Base64Url.EncodeToString(@sealed);
        return cursor.Length <= Longest
            ? cursor
            : throw ScimException.UnusableAnswer("The target's nextCursor is longer than a cursor can be.");
    }

    /// <summary>The position in a cursor.</summary>
    /// <exception cref="ScimException"><c>invalidCursor</c>: it is not ours, or of another query;
    /// <c>expiredCursor</c>.</exception>
    public string Open(string cursor, byte[] query)
    {
        byte[] plain = Plain(cursor, query) ?? throw ScimException.InvalidCursor("The cursor is none of this server's, or not of this query; leave it empty for the first page, then send nextCursor with the same query.");
        if (BinaryPrimitives.ReadInt64BigEndian(plain) < clock.GetUtcNow().ToUnixTimeMilliseconds())
            throw ScimException.ExpiredCursor(
                $"The cursor is older than {lifetime.TotalSeconds:0} seconds; begin again with an empty one."
            );
        return Encoding.UTF8.GetString(plain, Moment, plain.Length - Moment);
    }

    private byte[]? Plain(string cursor, byte[] query)
    {
        if (!Base64Url.IsValid(cursor, out int length) || length < Nonce + Tag + Moment) return null;
        byte[] @sealed = Base64Url.DecodeFromChars(cursor);
        byte[] plain = new byte[@sealed.Length - Nonce - Tag];
        using var cipher = new AesGcm(key, Tag);
        try
        {
            cipher.Decrypt(@sealed.AsSpan(0, Nonce), @sealed.AsSpan(Nonce + Tag), @sealed.AsSpan(Nonce, Tag), plain, query);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            // Not a fault: the cursor is not ours.
            return null;
        }
    }
}
