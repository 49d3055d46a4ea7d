using System.Buffers.Binary;

namespace ScimGateway.Auditing;

/// <summary>Names one exchange: a UUID of version 7 (RFC 9562 section 5.7) as 32 hexadecimal digits, which sorts by
/// time.</summary>
internal static class CorrelationId
{
    public static string New(DateTimeOffset now)
    {
        Span<byte> id = stackalloc byte[16];
        Random.Shared.NextBytes(id); // it must be unique, and not a secret: the system's random source costs more
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, now.ToUnixTimeMilliseconds());
        time[2..].CopyTo(id);
        id[6] = (byte)(0x70 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return Convert.ToHexStringLower(id);
    }
}
