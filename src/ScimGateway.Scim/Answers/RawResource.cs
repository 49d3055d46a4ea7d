using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Resources;
using ScimGateway.Scim.Versions;

namespace ScimGateway.Scim.Answers;

/// <summary>Writes one resource from a target's bytes: untouched members are copied, the rest passes through a small tree and
/// returns to its place. If nothing is touched, <see cref="RawCopy"/> does it without a tree.</summary>
/// <param name="text">The whole answer.</param>
/// <param name="version">The new <c>meta.version</c>; <see langword="null"/>: it stays.</param>
/// <param name="whole">The place of the resource in it.</param>
internal readonly ref struct RawResource(
    ReadOnlyMemory<byte> text,
    Range whole,
    ReadOnlySpan<RawMember> members,
    AnswerPlan plan,
    string baseUrl,
    EntityTag? version = null
)
{
    private readonly ReadOnlySpan<byte> utf8 = text.Span;
    private readonly ReadOnlySpan<RawMember> members = members;

    // A placeholder in the tree for an extension object that is copied, so that rules which test for it see one.
    private static ReadOnlySpan<byte> Placeholder => "{\"\\u0000\":true}"u8;

    public void WriteTo(PooledBuffer output)
    {
        try
        {
            Write(output);
        }
        catch (ScimException fault) when (Has(Passage.Id))
        {
            throw fault.Of(plan.Type.Name, Copy.Id());
        }
    }

    private void Write(PooledBuffer output)
    {
        if (!Has(Passage.Id)) ScimJson.WriteTo(output, Located(Parse(text[whole])));
        else if (Has(Passage.Touched) || !Copy.TryWrite(output)) Weave(output);
    }

    private void Weave(PooledBuffer output)
    {
        var tree = Tree();
        int start = output.Length;
        new Weaving(this, tree).WriteTo(output);
        if (!Has(Passage.Meta) && !tree.ContainsKey("meta")) Copy.WriteMeta(output, "{}"u8);
        output.Put(start, (byte)'{'); // instead of the first comma
        output.Append("}"u8);
    }

    private RawCopy Copy => new(utf8, members, plan, baseUrl, version);

    private bool Has(Passage passage)
    {
        foreach (var member in members)
            if (member.Passage == passage) return true;
        return false;
    }

    /// <summary>The members that need the tree, in the client's words, located.</summary>
    private JsonObject Tree()
    {
        using var some = new PooledBuffer();
        some.Append("{"u8);
        foreach (var member in members)
        {
            bool touched = member.Passage is Passage.Touched or Passage.Moved or Passage.Schemas;
            if (!touched && !member.IsExtensionIn(utf8)) continue;
            if (some.Length > 1) some.Append(","u8);
            some.Append(utf8[(member.Name - 1)..(member.Name + member.NameLength + 1)]);
            some.Append(":"u8);
            some.Append(touched ? member.ValueIn(utf8) : Placeholder);
        }

        some.Append("}"u8);
        var tree = Parse(some.Written);
        bool metaIsTouched = tree.SpellingOf("meta") is not null;
        if (metaIsTouched) tree["id"] = Copy.Id();
        tree = Located(tree);
        tree.Remove(metaIsTouched ? "id" : "meta");
        return tree;
    }

    private JsonObject Located(JsonObject answered)
    {
        var resource = plan.Finish(answered);
        ResourceLocation.Stamp(resource, plan.Type, baseUrl);
        if (version is not null && resource["meta"] is JsonObject meta) meta["version"] = version.ToString();
        Projection.Apply(resource, plan.Type, ResourceQuery.Empty);
        return resource;
    }

    /// <exception cref="ScimException">502: it cannot be read.</exception>
    public static JsonObject Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return ScimJson.ParseObject(json, 64);
        }
        catch (ScimException fault)
        {
            throw ScimException.UnusableAnswer($"The target's answer cannot be read. {fault.Message}", fault);
        }
    }

    /// <summary>Merges untouched members and the tree's: each stays where it was, and a new member of the tree is written at the
    /// place of the member that it came from, or at the end.</summary>
    private ref struct Weaving(RawResource resource, JsonObject tree)
    {
        private readonly RawResource resource = resource;
        private readonly bool[] written = new bool[tree.Count];
        private int next;

        public void WriteTo(PooledBuffer output)
        {
            if (tree.Count > 0 && tree.GetAt(0).Key == ResourceSchemas.Name) UpTo(1, output);
            foreach (var member in resource.members)
            {
                if (member.Passage is not (Passage.Touched or Passage.Moved or Passage.Schemas))
                {
                    resource.Copy.Write(output, member);
                    continue;
                }

                int index = tree.IndexOf(Encoding.UTF8.GetString(member.NameIn(resource.utf8)));
                UpTo(index >= 0 ? index + 1 : EndOfNew(), output);
            }

            UpTo(tree.Count, output);
        }

        private void UpTo(int end, PooledBuffer output)
        {
            for (; next < end; next++)
            {
                var (name, value) = tree.GetAt(next);
                if (written[next] || IsPlaceholder(value)) continue;
                written[next] = true;
                output.Append(","u8);
                ScimJson.WriteTo(output, name);
                output.Append(":"u8);
                ScimJson.WriteTo(output, value);
            }
        }

        // The member has gone from the tree: its place is used up to the next member that had a place of its own.
        private readonly int EndOfNew()
        {
            int end = next;
            while (end < tree.Count && !IsPlaceholder(tree.GetAt(end).Value) && !Stood(tree.GetAt(end).Key)) end++;
            return end;
        }

        private readonly bool Stood(string name)
        {
            byte[] text = Encoding.UTF8.GetBytes(name);
            foreach (var member in resource.members)
                if (member.NameIn(resource.utf8).SequenceEqual(text)) return true;
            return false;
        }

        private static bool IsPlaceholder(JsonNode? value) => value is JsonObject { Count: 1 } only && only.ContainsKey("\0");
    }
}
