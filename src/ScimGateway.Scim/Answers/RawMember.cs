using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Resources;

namespace ScimGateway.Scim.Answers;

/// <summary>How a member of an answer reaches the client.</summary>
internal enum Passage
{
    /// <summary>Byte for byte.</summary>
    Copied,

    /// <summary>Through a tree: some rule touches it.</summary>
    Touched,

    /// <summary>Byte for byte, at another place: itself, or values in it.</summary>
    Moved,

    /// <summary>Byte for byte; the resource's address is made from it.</summary>
    Id,

    /// <summary>Byte for byte, except its <c>location</c>.</summary>
    Meta,

    /// <summary>Byte for byte if it is complete.</summary>
    Schemas,
}

/// <summary>One member of a resource in a target's bytes.</summary>
/// <param name="Name">The index of the first byte of the name, after its quotation mark.</param>
/// <param name="NameLength">In bytes.</param>
/// <param name="Value">The index of the first byte of the value.</param>
/// <param name="End">The index after its last.</param>
/// <param name="Passage">How it reaches the client.</param>
internal readonly record struct RawMember(int Name, int NameLength, int Value, int End, Passage Passage)
{
    public ReadOnlySpan<byte> NameIn(ReadOnlySpan<byte> utf8) => utf8.Slice(Name, NameLength);

    public ReadOnlySpan<byte> ValueIn(ReadOnlySpan<byte> utf8) => utf8[Value..End];

    /// <summary>Whether it is the object of an extension.</summary>
    public bool IsExtensionIn(ReadOnlySpan<byte> utf8) => utf8[Value] == '{' && NameIn(utf8).StartsWith("urn:"u8);

    /// <summary>More members than any resource has: looking for repeated names among them would take quadratic time.</summary>
    private const int Most = 256;

    /// <summary>Adds the members of the object that begins there.</summary>
    /// <param name="depth">How many objects and arrays it stands in.</param>
    /// <returns>Its end; above that number <see cref="JsonWalk.Broken"/>, too.</returns>
    /// <exception cref="JsonException">It names a member twice.</exception>
    public static int Scan(ReadOnlySpan<byte> utf8, int at, int depth, AnswerPlan plan, List<RawMember> found)
    {
        int first = found.Count;
        ulong seen = 0;
        bool anyTouched = false;
        at++;
        for (bool any = false; (at = JsonWalk.NextMember(utf8, at, any, out var name)) >= 0; any = true)
        {
            var known = name.IsEscaped ? MemberPlan.Always : plan.Find(name.In(utf8));
            bool untouched = true;
            int end = Untouched.Member(utf8, at, depth + 1, known, ref untouched);
            var member = new RawMember(name.Start, name.Length, at, end, untouched ? known.Passage : Passage.Touched);
            if (end > utf8.Length || found.Count - first == Most) return JsonWalk.Broken(utf8);
            ulong mark = 1UL << NamesSeen.Mark(name.In(utf8));
            if ((seen & mark) != 0 && IsRepeated(member, CollectionsMarshal.AsSpan(found)[first..], utf8))
                throw new JsonException($"Duplicate property at byte {name.Start}.");
            seen |= mark;
            anyTouched |= member.Passage == Passage.Touched;
            found.Add(member);
            at = end;
        }

        if (anyTouched) TouchNamesakes(CollectionsMarshal.AsSpan(found)[first..], utf8);
        return ~at;
    }

    /// <summary>A touched member gets the schema's spelling. If another member has that spelling already, only a tree of the
    /// whole resource can decide between the two.</summary>
    private static void TouchNamesakes(Span<RawMember> members, ReadOnlySpan<byte> utf8)
    {
        foreach (var member in members)
        {
            if (member.Passage != Passage.Touched || !HasNamesake(member, members, utf8)) continue;
            foreach (ref var each in members) each = each with { Passage = Passage.Touched };
            return;
        }
    }

    // A name with escapes is always touched.
    private static bool HasNamesake(RawMember touched, ReadOnlySpan<RawMember> members, ReadOnlySpan<byte> utf8)
    {
        var name = touched.NameIn(utf8);
        if (name.Contains((byte)'\\'))
            name = Encoding.UTF8.GetBytes(ScimJson.TextOf(utf8.Slice(touched.Name - 1, touched.NameLength + 2)));
        foreach (var other in members)
            if (
                other.Passage != Passage.Touched
                && other.NameLength == name.Length
                && Ascii.EqualsIgnoreCase(other.NameIn(utf8), name)
            )
                return true;
        return false;
    }

    private static bool IsRepeated(RawMember member, ReadOnlySpan<RawMember> earlier, ReadOnlySpan<byte> utf8)
    {
        foreach (var other in earlier)
            if (other.NameLength == member.NameLength && other.NameIn(utf8).SequenceEqual(member.NameIn(utf8))) return true;
        return false;
    }
}
