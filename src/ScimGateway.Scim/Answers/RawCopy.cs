using System.Buffers;
using System.Text;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Scim.Answers;

/// <summary>Writes one resource whose members all have the right form: each is copied, to its place or to a new one, and a value
/// that a row converts is parsed by itself.</summary>
internal readonly ref struct RawCopy(
    ReadOnlySpan<byte> utf8,
    ReadOnlySpan<RawMember> members,
    AnswerPlan plan,
    string baseUrl,
    EntityTag? version
)
{
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"u8
    );

    private readonly ReadOnlySpan<byte> utf8 = utf8;
    private readonly ReadOnlySpan<RawMember> members = members;

    /// <returns>Whether it has written the resource: incomplete <c>schemas</c> need the tree.</returns>
    public bool TryWrite(PooledBuffer output)
    {
        Span<RawValue> moved = stackalloc RawValue[RawValues.Most(plan)];
        Span<Range> listed = stackalloc Range[RawSchemas.Most];
        var schemas = new RawSchemas(utf8, members, listed);
        if (!schemas.AreComplete(plan.CoreSchema)) return false;
        using var converted = plan.Converts ? new PooledBuffer(256) : null;
        var values = new RawValues(moved, plan, converted);
        Gather(ref values); // after every check that may need a tree: nothing is converted twice
        output.Append("{"u8);
        schemas.WriteTo(output, values, plan);
        bool hasMeta = false;
        for (int i = 0; i < members.Length; i++)
        {
            hasMeta |= members[i].Passage == Passage.Meta;
            if (IsCopied(members[i])) CopyRun(output, ref i);
            else Write(output, members[i], values);
        }

        for (int i = 0; i < values.Count; i++)
            if (values.Opens(i)) WriteExtension(output, plan.Moved[values.All[i].Move], values);
        if (!hasMeta) WriteMeta(output, "{}"u8);
        output.Append("}"u8);
        return true;
    }

    public string Id() => ScimJson.TextOf(RawId());

    /// <summary>Writes one member that does not move, after a comma.</summary>
    public void Write(PooledBuffer output, RawMember member)
    {
        if (member.Passage == Passage.Meta)
        {
            WriteMeta(output, member.ValueIn(utf8));
            return;
        }

        output.Append(","u8);
        output.Append(utf8[(member.Name - 1)..member.End]);
    }

    private void Gather(ref RawValues values)
    {
        foreach (var member in members)
        {
            if (member.Passage != Passage.Moved) continue;
            var moves = plan.Find(member.NameIn(utf8)).Moves!;
            if (moves.Whole is not { } to) GatherInside(member, moves.Inside!, ref values);
            else values.Move(to, new RawValue(to.Index, member.Value, member.End, member.Name, Empties: true), utf8, baseUrl);
        }
    }

    private void GatherInside(RawMember member, MemberNames<MovedValue> inside, ref RawValues values)
    {
        int first = values.Count, at = member.Value + 1;
        bool stays = false;
        for (bool any = false; (at = JsonWalk.NextMember(utf8, at, any, out var name)) >= 0; any = true)
        {
            int end = JsonWalk.EndOfValue(utf8, at, 2);
            if (inside.Find(name.In(utf8)) is { } to)
            {
                values.Move(to, new RawValue(to.Index, at, end, member.Name, Empties: false), utf8, baseUrl);
            }
            else
            {
                values.Stay(name.Start - 1, end, member.Name, follows: stays && values.All[^1].Move == RawValue.Stays);
                stays = true;
            }

            at = end;
        }

        if (!stays) values.Empty(first);
    }

    private void Write(PooledBuffer output, RawMember member, RawValues values)
    {
        switch (member.Passage)
        {
            case Passage.Schemas:
                return; // written already: they come first
            case Passage.Meta:
                WriteMeta(output, member.ValueIn(utf8));
                return;
            case Passage.Moved:
                WriteHere(output, member, values);
                if (!values.HaveEmptied(member)) WriteRest(output, member, values);
                return;
            default:
                throw new InvalidOperationException($"{member.Passage} is not copied.");
        }
    }

    /// <summary>The values of the member that belong to the resource itself, in the member's place.</summary>
    private void WriteHere(PooledBuffer output, RawMember member, RawValues values)
    {
        foreach (var value in values.All)
        {
            if (value.Source != member.Name || value.IsEmpty || values.PlaceOf(value) is not { Extension: null } to) continue;
            output.Append(","u8);
            output.Append(to.Name);
            output.Append(values.BytesOf(value, utf8));
        }
    }

    private static bool IsCopied(RawMember member) => member.Passage is Passage.Copied or Passage.Id;

    /// <summary>Adjacent members are copied together, with the commas and spaces between them.</summary>
    private void CopyRun(PooledBuffer output, ref int index)
    {
        int start = members[index].Name - 1;
        while (index + 1 < members.Length && IsCopied(members[index + 1])) index++;
        output.Append(","u8);
        output.Append(utf8[start..members[index].End]);
    }

    /// <summary>The members of an extension's object that do not move.</summary>
    private void WriteRest(PooledBuffer output, RawMember member, RawValues values)
    {
        output.Append(",\""u8);
        output.Append(member.NameIn(utf8));
        output.Append("\":{"u8);
        bool first = true;
        foreach (var value in values.All)
        {
            if (value.Move != RawValue.Stays || value.Source != member.Name) continue;
            if (!first) output.Append(","u8);
            first = false;
            output.Append(utf8[value.Start..value.End]);
        }

        output.Append("}"u8);
    }

    /// <summary>A new object of an extension, with every value that moved into it.</summary>
    private void WriteExtension(PooledBuffer output, MovedValue first, RawValues values)
    {
        bool any = false;
        foreach (var value in values.All)
        {
            if (value.IsEmpty || values.PlaceOf(value) is not { } to || to.Extension != first.Extension) continue;
            if (!any) Open(output, first);
            else output.Append(","u8);
            any = true;
            output.Append(to.Name);
            output.Append(values.BytesOf(value, utf8));
        }

        if (any) output.Append("}"u8);
    }

    private static void Open(PooledBuffer output, MovedValue first)
    {
        output.Append(","u8);
        output.Append(first.Urn);
        output.Append(":{"u8);
    }

    /// <summary>Writes <c>meta</c>, after a comma, with the gateway's address of the resource.</summary>
    public void WriteMeta(PooledBuffer output, ReadOnlySpan<byte> meta)
    {
        output.Append(plan.MetaStart);
        int at = 1;
        for (bool any = false; (at = JsonWalk.NextMember(meta, at, any, out var name)) >= 0; any = true)
        {
            at = JsonWalk.EndOfValue(meta, at, 2);
            if (IsOurs(name.In(meta))) continue;
            output.Append(","u8);
            output.Append(meta[(name.Start - 1)..at]);
        }

        if (version is not null)
        {
            output.Append(",\"version\":"u8);
            WriteVersion(output, version);
        }

        output.Append(plan.LocationStart(baseUrl));
        WriteId(output);
        output.Append("\"}"u8);
    }

    // A tag has no character that JSON escapes, but for its quotation marks and the backslash.
    private static void WriteVersion(PooledBuffer output, EntityTag version)
    {
        if (version.Opaque.Contains('\\', StringComparison.Ordinal))
        {
            output.Append(MovedValue.Quoted(version.ToString()));
            return;
        }

        output.Append(version.IsWeak ? "\"W/\\\""u8 : "\"\\\""u8);
        Encoding.ASCII.GetBytes(version.Opaque, output);
        output.Append("\\\"\""u8);
    }

    private bool IsOurs(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("location"u8)
        || name.SequenceEqual("resourceType"u8)
        || (version is not null && name.SequenceEqual("version"u8));

    /// <summary>The id as the last segment of an address.</summary>
    private void WriteId(PooledBuffer output)
    {
        var id = RawId()[1..^1];
        output.Append(id.ContainsAnyExcept(Plain) ? Encoding.ASCII.GetBytes(Uri.EscapeDataString(Id())) : id);
    }

    private ReadOnlySpan<byte> RawId()
    {
        foreach (var member in members)
            if (member.Passage == Passage.Id) return member.ValueIn(utf8);
        throw new InvalidOperationException("A resource without an id is read as a tree.");
    }
}
