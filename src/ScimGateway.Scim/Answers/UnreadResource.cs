using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Scim.Answers;

/// <summary>One resource as a target's bytes.</summary>
public sealed class UnreadResource : Unread<JsonObject>
{
    private readonly ReadOnlyMemory<byte> utf8;
    private readonly AnswerPlan plan;
    private readonly List<RawMember> members;

    private readonly ITreeScale? scale;

    private UnreadResource(ReadOnlyMemory<byte> utf8, AnswerPlan plan, List<RawMember> members, ITreeScale? scale)
    {
        this.scale = scale;
        this.utf8 = utf8;
        this.plan = plan;
        this.members = members;
    }

    /// <summary>Scans the bytes once; <see langword="null"/> when they are not a resource with an <c>id</c>.</summary>
    /// <param name="utf8">The whole body, which must not change any more.</param>
    /// <param name="scale">Called before a tree is made of them; <see langword="null"/>: no check.</param>
    /// <exception cref="ScimException"><c>invalidSyntax</c>: they are not JSON.</exception>
    public static UnreadResource? Over(ReadOnlyMemory<byte> utf8, AnswerPlan plan, ITreeScale? scale = null)
    {
        utf8 = ScimJson.Text(utf8, JsonWalk.MaxDepth);
        try
        {
            return Scan(utf8, plan, scale);
        }
        catch (JsonException fault)
        {
            throw ScimJson.Broken(fault);
        }
    }

    /// <inheritdoc/>
    public override JsonObject Read()
    {
        scale?.Weigh(utf8.Span);
        return plan.Finish(RawResource.Parse(utf8));
    }

    /// <inheritdoc/>
    public override bool Has(string name)
    {
        foreach (var member in members)
            if (member.Passage == Passage.Copied && Encoding.UTF8.GetString(member.NameIn(utf8.Span)) == name) return true;
        return false;
    }

    /// <inheritdoc/>
    public override bool IsOf(string id)
    {
        foreach (var member in members)
            if (member.Passage == Passage.Id) return IsText(member.ValueIn(utf8.Span), id);
        return false;
    }

    /// <inheritdoc/>
    public override void WriteTo(PooledBuffer output, string baseUrl, EntityTag? version) =>
        new RawResource(utf8, .., CollectionsMarshal.AsSpan(members), plan, baseUrl, version).WriteTo(output);

    /// <inheritdoc/>
    public override string? Version
    {
        get
        {
            foreach (var member in members)
                if (member.NameIn(utf8.Span).SequenceEqual("meta"u8)) return VersionIn(member.ValueIn(utf8.Span));
            return null;
        }
    }

    private static string? VersionIn(ReadOnlySpan<byte> meta)
    {
        if (meta[0] != '{') return null;
        int at = 1;
        for (bool any = false; (at = JsonWalk.NextMember(meta, at, any, out var name)) >= 0; any = true)
        {
            int end = JsonWalk.EndOfValue(meta, at, 1);
            bool isVersion = name.IsEscaped
                ? ScimJson.TextOf(meta.Slice(name.Start - 1, name.Length + 2)) == "version"
                : name.In(meta).SequenceEqual("version"u8);
            if (isVersion) return meta[at] == '"' ? ScimJson.TextOf(meta[at..end]) : null;
            at = end;
        }

        return null;
    }

    private static UnreadResource? Scan(ReadOnlyMemory<byte> text, AnswerPlan plan, ITreeScale? scale)
    {
        var bytes = text.Span;
        var found = new List<RawMember>(24);
        int at = JsonWalk.Next(bytes, 0);
        if (JsonWalk.At(bytes, at) == '{' && JsonWalk.Next(bytes, RawMember.Scan(bytes, at, 0, plan, found)) == bytes.Length)
            return IsResource(found, bytes) ? new UnreadResource(text, plan, found, scale) : null;
        ScimJson.RefuseBroken(bytes, JsonWalk.MaxDepth);
        return null;
    }

    // An object with the schema of a message (an Error, a ListResponse) is not a resource, whatever else it has.
    private static bool IsResource(List<RawMember> found, ReadOnlySpan<byte> utf8)
    {
        bool hasId = false;
        foreach (var member in found)
        {
            if (member.Passage == Passage.Id) hasId = member.End - member.Value > 2; // more than ""
            if (
                member.NameLength == 7
                && member.NameIn(utf8).SequenceEqual("schemas"u8)
                && member.ValueIn(utf8).IndexOf(SchemaUrns.MessagesUtf8) >= 0
            )
                return false;
        }

        return hasId;
    }

    private static bool IsText(ReadOnlySpan<byte> quoted, string text) =>
        quoted.Contains((byte)'\\') || !Ascii.IsValid(quoted)
            ? ScimJson.TextOf(quoted) == text
            : Ascii.Equals(quoted[1..^1], text);
}
