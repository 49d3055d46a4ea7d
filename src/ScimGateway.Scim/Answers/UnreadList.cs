using System.Globalization;
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

/// <summary>One page of resources as a target's bytes.</summary>
public sealed class UnreadList : UnreadPage
{
    /// <summary>About so many bytes of a list are one member.</summary>
    private const int BytesOfMember = 100;

    private readonly ReadOnlyMemory<byte> utf8;
    private readonly AnswerPlan plan;
    private readonly List<RawMember> members;
    private readonly List<RawElement> elements = [];
    private readonly List<Range> head = [];
    private bool hasResources;
    private ListResponse? known;

    private readonly ITreeScale? scale;

    private UnreadList(ReadOnlyMemory<byte> utf8, AnswerPlan plan, ITreeScale? scale)
    {
        this.scale = scale;
        this.utf8 = utf8;
        this.plan = plan;
        members = new List<RawMember>(utf8.Length / BytesOfMember);
    }

    /// <summary>The index of the first result, if the client asked for one and the target does not say.</summary>
    public int AskedIndex { get; init; } = 1;

    /// <summary>Scans the bytes once; <see langword="null"/> when they are not an object, and so not a ListResponse.</summary>
    /// <param name="utf8">The whole body, which must not change any more.</param>
    /// <param name="askedIndex">The client's <c>startIndex</c>.</param>
    /// <param name="scale">Called before a tree is made of a resource; <see langword="null"/>: no check.</param>
    /// <exception cref="ScimException"><c>invalidSyntax</c>: they are not JSON.</exception>
    /// <exception cref="ScimException">502: <c>Resources</c> holds something else than objects.</exception>
    public static UnreadList? Over(ReadOnlyMemory<byte> utf8, AnswerPlan plan, int askedIndex, ITreeScale? scale = null)
    {
        utf8 = ScimJson.Text(utf8, JsonWalk.MaxDepth);
        try
        {
            return Scan(utf8, plan, askedIndex, scale);
        }
        catch (JsonException fault)
        {
            throw ScimJson.Broken(fault);
        }
    }

    /// <summary>Whether each resource certainly has an id; "no" may only mean that they must be read to know.</summary>
    public bool HasIds => elements.TrueForAll(HasId);

    /// <inheritdoc/>
    public override int Length => utf8.Length;

    /// <inheritdoc/>
    public override PageOutline Outline
    {
        get
        {
            var page = Page();
            return new PageOutline(elements.Count, page.TotalIsKnown ? page.TotalResults : null, page.NextCursor)
            {
                StartIndex = page.ToldStartIndex,
                ToldTotal = page.ToldTotal,
            };
        }
    }

    /// <inheritdoc/>
    public override JsonObject ReadAt(int index)
    {
        var resource = utf8[elements[index].Start..elements[index].End];
        scale?.Weigh(resource.Span);
        return plan.Finish(RawResource.Parse(resource));
    }

    /// <inheritdoc/>
    public override string IdAt(int index)
    {
        var element = elements[index];
        foreach (var member in CollectionsMarshal.AsSpan(members).Slice(element.FirstMember, element.Members))
            if (member.Passage == Passage.Id) return ScimJson.TextOf(member.ValueIn(utf8.Span));
        return base.IdAt(index);
    }

    /// <inheritdoc/>
    public override ListResponse Read()
    {
        var page = Page();
        var resources = new List<JsonObject>(elements.Count);
        for (int i = 0; i < elements.Count; i++) resources.Add(ReadAt(i));
        return page with { Resources = resources };
    }

    private static UnreadList? Scan(ReadOnlyMemory<byte> text, AnswerPlan plan, int askedIndex, ITreeScale? scale)
    {
        var bytes = text.Span;
        var list = new UnreadList(text, plan, scale) { AskedIndex = askedIndex };
        int at = JsonWalk.Next(bytes, 0);
        if (JsonWalk.At(bytes, at) == '{' && JsonWalk.Next(bytes, list.Members(bytes, at)) == bytes.Length) return list;
        ScimJson.RefuseBroken(bytes, JsonWalk.MaxDepth);
        return null;
    }

    /// <inheritdoc/>
    public override void WriteTo(PooledBuffer output, string baseUrl, EntityTag? version)
    {
        var page = Page();
        output.Append(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"schemas":["{{SchemaUrns.ListResponse}}"],"totalResults":{{page.TotalResults}},"startIndex":{{page.StartIndex}},"itemsPerPage":{{elements.Count}},"Resources":[""")));
        var all = CollectionsMarshal.AsSpan(members);
        for (int i = 0; i < elements.Count; i++)
        {
            var element = elements[i];
            if (i > 0) output.Append(","u8);
            new RawResource(
                utf8,
                element.Start..element.End,
                all.Slice(element.FirstMember, element.Members),
                plan,
                baseUrl
            ).WriteTo(output);
        }

        output.Append("]}"u8);
    }

    private bool HasId(RawElement element)
    {
        foreach (var member in CollectionsMarshal.AsSpan(members).Slice(element.FirstMember, element.Members))
            if (member.NameLength == 2 && member.NameIn(utf8.Span).SequenceEqual("id"u8))
                return member.ValueIn(utf8.Span) is [(byte)'"', _, _, ..] or [>= (byte)'0' and <= (byte)'9', ..];
        return false;
    }

    private ListResponse Page() => known ??= ReadHead();

    private ListResponse ReadHead()
    {
        var page = ListResponse.Read(Head());
        long total = page.TotalIsKnown ? Math.Max(page.TotalResults, elements.Count) : elements.Count;
        return page with { TotalResults = total, StartIndex = elements.Count == 0 ? 1 : Math.Max(page.StartIndex, AskedIndex) };
    }

    /// <summary>The message without its resources.</summary>
    private JsonObject Head()
    {
        using var text = new PooledBuffer();
        text.Append("{"u8);
        foreach (var member in head)
        {
            if (text.Length > 1) text.Append(","u8);
            text.Append(utf8.Span[member]);
        }

        if (hasResources) text.Append(text.Length > 1 ? ",\"Resources\":[]"u8 : "\"Resources\":[]"u8);
        text.Append("}"u8);
        return ScimJson.ParseObject(text.Written, JsonWalk.MaxDepth);
    }

    private int Members(ReadOnlySpan<byte> bytes, int at)
    {
        at++;
        for (bool any = false; (at = JsonWalk.NextMember(bytes, at, any, out var name)) >= 0; any = true)
        {
            bool isResources = Ascii.EqualsIgnoreCase(name.In(bytes), "Resources"u8);
            if (isResources && !hasResources && JsonWalk.At(bytes, at) == '[')
            {
                at = Elements(bytes, at);
                continue;
            }

            at = JsonWalk.EndOfValue(bytes, at, 1);
            if (at > bytes.Length) break;
            head.Add((name.Start - 1)..at);
        }

        return at < 0 ? ~at : at;
    }

    private int Elements(ReadOnlySpan<byte> bytes, int at)
    {
        hasResources = true;
        at++;
        for (bool any = false; (at = JsonWalk.NextElement(bytes, at, any)) >= 0; any = true)
        {
            if (bytes[at] != '{')
            {
                int end = JsonWalk.EndOfValue(bytes, at, 2);
                if (bytes[at] != 'n' && end <= bytes.Length) throw ScimException.UnusableAnswer(
                    "The target's answer cannot be read as a list: Resources must hold objects."
                );
                at = end;
                continue;
            }

            int start = at, first = members.Count;
            at = RawMember.Scan(bytes, at, 2, plan, members);
            elements.Add(new RawElement(start, at, first, members.Count - first));
        }

        return ~at;
    }

    /// <summary>One resource: its bytes, and its members in the list of all.</summary>
    private readonly record struct RawElement(int Start, int End, int FirstMember, int Members);
}
