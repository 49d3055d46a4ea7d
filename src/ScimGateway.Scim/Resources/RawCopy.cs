using System.Buffers;
using System.Text;
using System.Text.Json;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Scim.Resources;

/// <summary>Writes one resource whose members are all as they should be: each is copied, to its place or to a new one.</summary>
internal readonly ref struct RawCopy(ReadOnlySpan<byte> utf8, ReadOnlySpan<RawMember> members, AnswerPlan plan, string baseUrl, EntityTag? version)
{
    private static readonly SearchValues<byte> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"u8);

    private readonly ReadOnlySpan<byte> utf8 = utf8;
    private readonly ReadOnlySpan<RawMember> members = members;

    /// <returns>Whether it has written: <c>schemas</c> that are not complete need the tree.</returns>
    public bool TryWrite(PooledBuffer output)
    {
        Span<RawValue> moved = stackalloc RawValue[RawValues.Most];
        Span<Range> listed = stackalloc Range[RawSchemas.Most];
        var values = new RawValues(moved, plan);
        Gather(ref values);
        var schemas = new RawSchemas(utf8, members, listed);
        if (!schemas.AreComplete(plan.CoreSchema)) return false;
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

    public string Id()
    {
        var reader = new Utf8JsonReader(RawId());
        reader.Read();
        return reader.GetString()!;
    }

    /// <summary>Writes one member that only stays, after a comma.</summary>
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
            if (moves.Whole is { } to) values.Add(new RawValue(to.Index, member.Value, member.End, member.Name, Empties: true));
            else GatherInside(member, moves.Inside!, ref values);
        }
    }

    private void GatherInside(RawMember member, MemberNames<MovedValue> inside, ref RawValues values)
    {
        var reader = new Utf8JsonReader(member.ValueIn(utf8));
        int first = values.Count;
        bool stays = false;
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
        {
            var to = inside.Find(reader.ValueSpan);
            int name = member.Value + (int)reader.TokenStartIndex;
            reader.Read();
            int value = member.Value + (int)reader.TokenStartIndex;
            reader.Skip();
            int end = member.Value + (int)reader.BytesConsumed;
            if (to is not null) values.Add(new RawValue(to.Index, value, end, member.Name, Empties: false));
            else values.Stay(name, end, member.Name, follows: stays && values.All[^1].Move == RawValue.Stays);
            stays |= to is null;
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
                foreach (var value in values.All)
                    if (value.Source == member.Name && value.Move != RawValue.Stays && plan.Moved[value.Move] is { Extension: null } to) Append(output, to, value);
                if (!values.HaveEmptied(member)) WriteRest(output, member, values);
                return;
            default:
                throw new InvalidOperationException($"{member.Passage} is not copied.");
        }
    }

    private static bool IsCopied(RawMember member) => member.Passage is Passage.Copied or Passage.Id;

    /// <summary>Members that stand side by side are copied as they stand, with the commas and blanks between them.</summary>
    private void CopyRun(PooledBuffer output, ref int index)
    {
        int start = members[index].Name - 1;
        while (index + 1 < members.Length && IsCopied(members[index + 1])) index++;
        output.Append(","u8);
        output.Append(utf8[start..members[index].End]);
    }

    private void Append(PooledBuffer output, MovedValue to, RawValue value)
    {
        output.Append(","u8);
        output.Append(to.Name);
        output.Append(utf8[value.Start..value.End]);
    }

    /// <summary>What stays of an extension's object.</summary>
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

    /// <summary>An extension's object that has come to be, with every value that moved into it.</summary>
    private void WriteExtension(PooledBuffer output, MovedValue first, RawValues values)
    {
        output.Append(","u8);
        output.Append(first.Urn);
        output.Append(":{"u8);
        foreach (var value in values.All)
        {
            if (value.Move == RawValue.Stays || plan.Moved[value.Move] is not { Extension: { } extension } to || extension != first.Extension) continue;
            if (!ReferenceEquals(to, first)) output.Append(","u8);
            output.Append(to.Name);
            output.Append(utf8[value.Start..value.End]);
        }

        output.Append("}"u8);
    }

    /// <summary>Writes <c>meta</c>, after a comma, with the gateway's address of the resource.</summary>
    public void WriteMeta(PooledBuffer output, ReadOnlySpan<byte> meta)
    {
        output.Append(plan.MetaStart);
        var reader = new Utf8JsonReader(meta);
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
        {
            bool ours = reader.ValueTextEquals("location"u8) || reader.ValueTextEquals("resourceType"u8) || (version is not null && reader.ValueTextEquals("version"u8));
            int start = (int)reader.TokenStartIndex;
            reader.Read();
            reader.Skip();
            if (ours) continue;
            output.Append(","u8);
            output.Append(meta[start..(int)reader.BytesConsumed]);
        }

        if (version is not null)
        {
            output.Append(",\"version\":"u8);
            output.Append(MovedValue.Quoted(version.ToString()));
        }

        output.Append(plan.LocationStart(baseUrl));
        WriteId(output);
        output.Append("\"}"u8);
    }

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
