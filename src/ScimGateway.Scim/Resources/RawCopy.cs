using System.Buffers;
using System.Text.Json;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Resources;

/// <summary>Writes one resource whose members are all as they should be: each is copied, to its place or to a new one.</summary>
internal readonly ref struct RawCopy(ReadOnlySpan<byte> utf8, ReadOnlySpan<RawMember> members, AnswerPlan plan, string baseUrl)
{
    private static readonly SearchValues<byte> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"u8);

    private readonly ReadOnlySpan<byte> utf8 = utf8;
    private readonly ReadOnlySpan<RawMember> members = members;

    /// <returns>Whether it has written: <c>schemas</c> that are not complete need the tree.</returns>
    public bool TryWrite(PooledBuffer output)
    {
        Span<RawValue> moved = stackalloc RawValue[MemberMoves.Most];
        Span<Range> listed = stackalloc Range[RawSchemas.Most];
        var values = new RawValues(moved, plan);
        Gather(ref values);
        var schemas = new RawSchemas(utf8, members, listed);
        if (!schemas.AreComplete(plan.CoreSchema)) return false;
        output.Append("{"u8);
        schemas.WriteTo(output, values, plan);
        bool hasMeta = false;
        foreach (var member in members)
        {
            hasMeta |= member.Passage == Passage.Meta;
            Write(output, member, values);
        }

        for (int i = 0; i < values.Count; i++)
            if (values.Opens(i)) WriteExtension(output, plan.Moved[values.All[i].Move], values);
        if (!hasMeta) WriteMeta(output, "{}"u8);
        output.Append("}"u8);
        return true;
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
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (to is null) stays = true;
            else values.Add(new RawValue(to.Index, member.Value + start, member.Value + (int)reader.BytesConsumed, member.Name, Empties: false));
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
                    if (value.Source == member.Name && plan.Moved[value.Move] is { Extension: null } to) Append(output, to, value);
                if (plan.Find(member.NameIn(utf8)).Moves is { Inside: { } inside } && !values.HaveEmptied(member)) WriteRest(output, member, inside);
                return;
            default:
                output.Append(",\""u8);
                output.Append(utf8[member.Name..(member.Name + member.NameLength)]);
                output.Append("\":"u8);
                output.Append(member.ValueIn(utf8));
                return;
        }
    }

    private void Append(PooledBuffer output, MovedValue to, RawValue value)
    {
        output.Append(","u8);
        output.Append(to.Name);
        output.Append(utf8[value.Start..value.End]);
    }

    /// <summary>What stays of an extension's object.</summary>
    private void WriteRest(PooledBuffer output, RawMember member, MemberNames<MovedValue> inside)
    {
        output.Append(",\""u8);
        output.Append(member.NameIn(utf8));
        output.Append("\":{"u8);
        var text = member.ValueIn(utf8);
        var reader = new Utf8JsonReader(text);
        bool first = true;
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
        {
            bool stays = inside.Find(reader.ValueSpan) is null;
            int start = (int)reader.TokenStartIndex;
            reader.Read();
            reader.Skip();
            if (!stays) continue;
            if (!first) output.Append(","u8);
            first = false;
            output.Append(text[start..(int)reader.BytesConsumed]);
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
            var to = plan.Moved[value.Move];
            if (to.Extension != first.Extension) continue;
            if (!ReferenceEquals(to, first)) output.Append(","u8);
            output.Append(to.Name);
            output.Append(utf8[value.Start..value.End]);
        }

        output.Append("}"u8);
    }

    private void WriteMeta(PooledBuffer output, ReadOnlySpan<byte> meta)
    {
        output.Append(",\"meta\":{\"resourceType\":"u8);
        AppendString(output, plan.Type.Name);
        var reader = new Utf8JsonReader(meta);
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
        {
            bool ours = reader.ValueTextEquals("location"u8) || reader.ValueTextEquals("resourceType"u8);
            int start = (int)reader.TokenStartIndex;
            reader.Read();
            reader.Skip();
            if (ours) continue;
            output.Append(","u8);
            output.Append(meta[start..(int)reader.BytesConsumed]);
        }

        output.Append(",\"location\":"u8);
        WriteLocation(output);
        output.Append("}"u8);
    }

    private void WriteLocation(PooledBuffer output)
    {
        var id = IdIn();
        var bare = id[1..^1];
        if (bare.ContainsAnyExcept(Plain))
        {
            var reader = new Utf8JsonReader(id);
            reader.Read();
            AppendString(output, ResourceLocation.Of(baseUrl, plan.Type.Endpoint, reader.GetString()!));
            return;
        }

        AppendString(output, ResourceLocation.Of(baseUrl, plan.Type.Endpoint, ""));
        output.Advance(-1); // the id comes before the quotation mark
        output.Append(bare);
        output.Append("\""u8);
    }

    private ReadOnlySpan<byte> IdIn()
    {
        foreach (var member in members)
            if (member.Passage == Passage.Id) return member.ValueIn(utf8);
        throw new InvalidOperationException("A resource without an id is read as a tree.");
    }

    private static void AppendString(PooledBuffer output, string text)
    {
        output.Append("\""u8);
        output.Append(JsonEncodedText.Encode(text, ScimJson.WriterOptions.Encoder).EncodedUtf8Bytes);
        output.Append("\""u8);
    }
}
