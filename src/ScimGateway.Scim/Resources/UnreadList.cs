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

namespace ScimGateway.Scim.Resources;

/// <summary>One page of resources as a target's bytes.</summary>
public sealed class UnreadList : UnreadPage
{
    private readonly ReadOnlyMemory<byte> utf8;
    private readonly AnswerPlan plan;
    private readonly List<RawMember> members = [];
    private readonly List<RawElement> elements = [];
    private readonly List<Range> head = [];
    private bool hasResources;
    private ListResponse? known;

    private UnreadList(ReadOnlyMemory<byte> utf8, AnswerPlan plan)
    {
        this.utf8 = utf8;
        this.plan = plan;
    }

    /// <summary>The index of the first result, where the client asked for one and the target does not say.</summary>
    public int AskedIndex { get; init; } = 1;

    /// <summary>Looks through the bytes once; <see langword="null"/> when they are no object, and so no ListResponse.</summary>
    /// <param name="utf8">The whole body, which must not change any more.</param>
    /// <param name="askedIndex">The client's <c>startIndex</c>.</param>
    /// <exception cref="ScimException"><c>invalidSyntax</c>: they are not JSON.</exception>
    /// <exception cref="ScimException">502: <c>Resources</c> holds something else than objects.</exception>
    public static UnreadList? Over(ReadOnlyMemory<byte> utf8, AnswerPlan plan, int askedIndex)
    {
        utf8 = ScimJson.Text(utf8, 64);
        try
        {
            return Scan(utf8, plan, askedIndex);
        }
        catch (JsonException fault)
        {
            throw ScimJson.Broken(fault);
        }
    }

    /// <inheritdoc/>
    public override PageOutline Outline
    {
        get
        {
            var page = Page();
            return new PageOutline(elements.Count, page.TotalIsKnown ? page.TotalResults : null, page.NextCursor);
        }
    }

    /// <inheritdoc/>
    public override JsonObject ReadAt(int index) => plan.Finish(ScimJson.ParseObject(utf8[elements[index].Start..elements[index].End], 64));

    /// <inheritdoc/>
    public override ListResponse Read()
    {
        var page = Page();
        var resources = new List<JsonObject>(elements.Count);
        for (int i = 0; i < elements.Count; i++) resources.Add(ReadAt(i));
        return page with { Resources = resources };
    }

    private static UnreadList? Scan(ReadOnlyMemory<byte> utf8, AnswerPlan plan, int askedIndex)
    {
        var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { MaxDepth = 64 });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
        var list = new UnreadList(utf8, plan) { AskedIndex = askedIndex };
        if (!list.Scan(ref reader)) return null;
        if (reader.Read()) throw new JsonException("There is more after the object.");
        return list;
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
            new RawResource(utf8, element.Start..element.End, all.Slice(element.FirstMember, element.Members), plan, baseUrl).WriteTo(output);
        }

        output.Append("]}"u8);
    }

    private ListResponse Page() => known ??= ReadHead();

    private ListResponse ReadHead()
    {
        var page = ListResponse.Read(Head());
        long total = page.TotalIsKnown ? Math.Max(page.TotalResults, elements.Count) : elements.Count;
        // Some targets answer a startIndex beyond the end with their first or last page (RFC 7644 section 3.4.2.4: with nothing).
        if (page.TotalIsKnown && AskedIndex > Math.Max(total, 1)) elements.Clear();
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
        return ScimJson.ParseObject(text.Written, 64);
    }

    private bool Scan(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int name = (int)reader.TokenStartIndex;
            bool isResources = reader.ValueSpan.Length == 9 && "Resources".Equals(reader.GetString(), StringComparison.OrdinalIgnoreCase);
            reader.Read();
            if (isResources && !hasResources && reader.TokenType == JsonTokenType.StartArray)
            {
                if (!Elements(ref reader)) return false;
                continue;
            }

            reader.Skip();
            head.Add(name..(int)reader.BytesConsumed);
        }

        return true;
    }

    private bool Elements(ref Utf8JsonReader reader)
    {
        hasResources = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Null) continue;
            if (reader.TokenType != JsonTokenType.StartObject)
                throw ScimException.UnusableAnswer("The target's answer cannot be read as a list: Resources must hold objects.");
            int start = (int)reader.TokenStartIndex, first = members.Count;
            if (!RawMember.Scan(ref reader, utf8.Span, plan, members)) return false;
            elements.Add(new RawElement(start, (int)reader.BytesConsumed, first, members.Count - first));
        }

        return true;
    }

    /// <summary>One resource: its bytes, and its members in the list of all.</summary>
    private readonly record struct RawElement(int Start, int End, int FirstMember, int Members);
}
