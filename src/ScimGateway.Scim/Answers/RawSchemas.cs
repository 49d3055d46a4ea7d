using System.Text;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Answers;

/// <summary>The <c>schemas</c> of a resource in a target's bytes.</summary>
internal ref struct RawSchemas(ReadOnlySpan<byte> utf8, ReadOnlySpan<RawMember> members, Span<Range> listed)
{
    /// <summary>Longer lists need the tree.</summary>
    public const int Most = 8;

    private readonly ReadOnlySpan<byte> utf8 = utf8;
    private readonly ReadOnlySpan<RawMember> members = members;
    private readonly Span<Range> listed = listed;
    private int count;

    /// <summary>Whether it comes first and lists the core schema, and every extension that is there, once (RFC 7643 section
    /// 3).</summary>
    public bool AreComplete(ReadOnlySpan<byte> coreSchema)
    {
        if (members.Length == 0 || members[0].Passage != Passage.Schemas || !Read()) return false;
        if (count == 0 || !utf8[listed[0]].SequenceEqual(coreSchema)) return false;
        for (int i = 1; i < count; i++)
            if (IndexOf(utf8[listed[i]]) < i) return false;
        foreach (var member in members)
            if (member.IsExtensionIn(utf8) && IndexOf(member.NameIn(utf8)) < 0) return false;
        return true;
    }

    /// <summary>Writes it as the first member, without the extensions that are empty now, and with the new ones.</summary>
    public readonly void WriteTo(PooledBuffer output, RawValues values, AnswerPlan plan)
    {
        output.Append("\"schemas\":["u8);
        for (int i = 0; i < count; i++)
        {
            var uri = utf8[listed[i]];
            if (IsEmptied(uri, values)) continue;
            output.Append(i == 0 ? "\""u8 : ",\""u8);
            output.Append(uri);
            output.Append("\""u8);
        }

        for (int i = 0; i < values.Count; i++)
        {
            if (!values.Opens(i)) continue;
            var urn = plan.Moved[values.All[i].Move].Urn;
            if (IndexOf(urn.AsSpan(1, urn.Length - 2)) >= 0) continue;
            output.Append(","u8);
            output.Append(urn);
        }

        output.Append("]"u8);
    }

    private bool Read()
    {
        int at = members[0].Value;
        if (utf8[at] != '[') return false;
        at++;
        for (bool any = false; (at = JsonWalk.NextElement(utf8, at, any)) >= 0; any = true)
        {
            if (count == Most || utf8[at] != '"') return false;
            int end = JsonWalk.EndOfText(utf8, at, out bool escaped);
            if (escaped) return false;
            listed[count++] = (at + 1)..(end - 1);
            at = end;
        }

        return true;
    }

    private readonly int IndexOf(ReadOnlySpan<byte> uri)
    {
        for (int i = 0; i < count; i++)
            if (Ascii.EqualsIgnoreCase(utf8[listed[i]], uri)) return i;
        return -1;
    }

    private readonly bool IsEmptied(ReadOnlySpan<byte> uri, RawValues values)
    {
        foreach (var member in members)
            if (member.Passage == Passage.Moved && Ascii.EqualsIgnoreCase(member.NameIn(utf8), uri))
                return values.HaveEmptied(member);
        return false;
    }
}
