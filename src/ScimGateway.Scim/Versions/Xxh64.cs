using System.Buffers.Binary;
using System.Numerics;

namespace ScimGateway.Scim.Versions;

/// <summary>XXH64 with seed 0 (https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md): a fast hash that tells apart what was not
/// made to look alike. No secret stands behind it.</summary>
internal static class Xxh64
{
    private const ulong Prime1 = 0x9E3779B185EBCA87, Prime2 = 0xC2B2AE3D27D4EB4F, Prime3 = 0x165667B19E3779F9, Prime4 = 0x85EBCA77C2B2AE63, Prime5 = 0x27D4EB2F165667C5;
    private const int Stripe = 32;

    public static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        ulong length = (ulong)bytes.Length;
        ulong hash = bytes.Length < Stripe ? Prime5 : Stripes(ref bytes);
        return Avalanche(Rest(hash + length, bytes));
    }

    /// <summary>The whole stripes of 32 bytes, in four lanes that do not wait for each other; takes them off.</summary>
    private static ulong Stripes(ref ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            ulong first = Prime1 + Prime2, second = Prime2, third = 0, fourth = 0 - Prime1;
            for (; bytes.Length >= Stripe; bytes = bytes[Stripe..])
            {
                first = Round(first, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
                second = Round(second, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
                third = Round(third, BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
                fourth = Round(fourth, BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
            }

            ulong hash = BitOperations.RotateLeft(first, 1) + BitOperations.RotateLeft(second, 7) + BitOperations.RotateLeft(third, 12) + BitOperations.RotateLeft(fourth, 18);
            return Merge(Merge(Merge(Merge(hash, first), second), third), fourth);
        }
    }

    private static ulong Rest(ulong hash, ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            for (; bytes.Length >= 8; bytes = bytes[8..])
                hash = (BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(bytes)), 27) * Prime1) + Prime4;
            if (bytes.Length >= 4)
            {
                hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Prime1), 23) * Prime2) + Prime3;
                bytes = bytes[4..];
            }

            foreach (byte one in bytes) hash = BitOperations.RotateLeft(hash ^ (one * Prime5), 11) * Prime1;
            return hash;
        }
    }

    private static ulong Round(ulong lane, ulong input) => unchecked(BitOperations.RotateLeft(lane + (input * Prime2), 31) * Prime1);

    private static ulong Merge(ulong hash, ulong lane) => unchecked(((hash ^ Round(0, lane)) * Prime1) + Prime4);

    private static ulong Avalanche(ulong hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 33)) * Prime2;
            hash = (hash ^ (hash >> 29)) * Prime3;
            return hash ^ (hash >> 32);
        }
    }
}
