using System.Runtime.CompilerServices;
using System.Text.Json;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Resources;

/// <summary>Notices that an object in a target's bytes names a member twice: readers differ on which of the two counts.</summary>
internal struct NamesSeen
{
    private const int Most = 32;

    private ulong marks;
    private int count;
    private Places places;

    /// <param name="untouched">Becomes <see langword="false"/> where the tree must judge: an escaped name, or more names than are
    /// kept.</param>
    /// <exception cref="JsonException">It was there before.</exception>
    public void Add(ReadOnlySpan<byte> utf8, JsonName name, ref bool untouched)
    {
        if (name.IsEscaped || count == Most)
        {
            untouched = false;
            return;
        }

        ulong mark = 1UL << Mark(name.In(utf8));
        if ((marks & mark) != 0 && IsRepeated(utf8, name)) throw new JsonException($"Duplicate property at byte {name.Start}.");
        marks |= mark;
        places[count++] = name;
    }

    /// <summary>0 to 63: the same for the same name, and mostly another for another.</summary>
    public static int Mark(ReadOnlySpan<byte> name) => name.IsEmpty ? 0 : ((name[0] * 7) + (name[^1] * 3) + name.Length) & 63;

    private readonly bool IsRepeated(ReadOnlySpan<byte> utf8, JsonName name)
    {
        foreach (var other in places[..count])
            if (other.Length == name.Length && other.In(utf8).SequenceEqual(name.In(utf8))) return true;
        return false;
    }

    [InlineArray(Most)]
    private struct Places
    {
        private JsonName first;
    }
}
