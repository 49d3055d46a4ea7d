using System.Runtime.CompilerServices;
using System.Text.Json;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Resources;

/// <summary>Detects that an object in a target's bytes names a member twice: parsers differ on which of the two counts.</summary>
internal struct NamesSeen
{
    private const int Most = 32;

    private ulong marks;
    private int count;
    private Places places;

    /// <param name="untouched">Becomes <see langword="false"/> if the tree must decide: an escaped name, or too many
    /// names.</param>
    /// <exception cref="JsonException">The name was there before.</exception>
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

    /// <summary>0 to 63: a small hash of the name.</summary>
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
