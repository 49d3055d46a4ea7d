using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Numerics;
using System.Text;

namespace ScimGateway.Scim.Answers;

/// <summary>A dictionary by the name of a JSON member, searched by its bytes without making a string.</summary>
/// <remarks>A hash table in one array: tens of look-ups for each answer need good memory locality. Up to 16 bytes of a name are
/// in the table itself, which is all of most names.</remarks>
internal sealed class MemberNames<T>
    where T : class
{
    private const int Longest = 256;

    private readonly Entry[] entries;
    private readonly bool[] lengths = new bool[Longest + 1];
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> anyCase;

    public MemberNames(IEnumerable<KeyValuePair<string, T>> named)
    {
        var all = named.ToList();
        entries = new Entry[(int)BitOperations.RoundUpToPowerOf2((uint)(2 * all.Count) + 1)];
        foreach (var (name, value) in all)
        {
            Add(Encoding.UTF8.GetBytes(name), value);
            if (name.Length <= Longest) lengths[name.Length] = true;
        }

        anyCase = all.Select(pair => pair.Key)
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The value of exactly this name.</summary>
    public T? Find(ReadOnlySpan<byte> name)
    {
        var key = new Key(name);
        var table = entries;
        for (int at = key.Hash & (table.Length - 1); ; at = (at + 1) & (table.Length - 1))
        {
            ref readonly var entry = ref table[at];
            if (entry.Value is null) return null;
            if (entry.Key == key && (name.Length <= Key.Whole || name.SequenceEqual(entry.Name))) return entry.Value;
        }
    }

    /// <summary>Whether a name that was not found is one of them in another case; for a very long name this is unknown.</summary>
    public bool IsMisspelt(ReadOnlySpan<byte> name)
    {
        if (name.Length > Longest) return true;
        if (!lengths[name.Length] && Ascii.IsValid(name)) return false;
        Span<char> text = stackalloc char[Longest];
        return anyCase.Contains(text[..Encoding.UTF8.GetChars(name, text)]);
    }

    private void Add(byte[] name, T value)
    {
        var key = new Key(name);
        int at = key.Hash & (entries.Length - 1);
        while (entries[at].Value is not null) at = (at + 1) & (entries.Length - 1);
        entries[at] = new Entry(key, name, value);
    }

    private readonly record struct Entry(Key Key, byte[] Name, T Value);

    /// <summary>The first and the last eight bytes of a name (they overlap in short ones) and its length.</summary>
    private readonly record struct Key
    {
        /// <summary>Names of so many bytes are distinguished by their keys.</summary>
        public const int Whole = 16;

        private readonly ulong first;
        private readonly ulong last;
        private readonly int length;

        public Key(ReadOnlySpan<byte> name)
        {
            length = name.Length;
            if (name.Length >= 8)
            {
                first = BinaryPrimitives.ReadUInt64LittleEndian(name);
                last = BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]);
            }
            else if (name.Length >= 4)
            {
                first = BinaryPrimitives.ReadUInt32LittleEndian(name);
                last = BinaryPrimitives.ReadUInt32LittleEndian(name[^4..]);
            }
            else
            {
                foreach (byte one in name) first = (first << 8) | one;
            }
        }

        public int Hash => (int)(((first ^ BitOperations.RotateLeft(last, 23) ^ (uint)length) * 0x9E3779B97F4A7C15) >> 40);
    }
}
