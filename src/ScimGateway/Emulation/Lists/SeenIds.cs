using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ScimGateway.Emulation.Lists;

/// <summary>The ids that a walk has seen. Only eight bytes of a hash are kept of each: a walk may pass a hundred
/// thousand.</summary>
internal sealed class SeenIds
{
    private readonly HashSet<ulong> seen = [];

    /// <summary>Whether it had not been seen before.</summary>
    public bool Add(string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(id), hash);
        return seen.Add(BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }
}
