using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScimGateway.Scim.Tests.Fuzzing;

/// <summary>Random and mutated inputs, all of them out of one seed.</summary>
/// <param name="texts">What texts are made of: filters, paths, values.</param>
/// <param name="values">What JSON is made of: messages, resources, and the objects and arrays in them.</param>
internal sealed class Mutations(Random random, IReadOnlyList<string> texts, IReadOnlyList<JsonNode> values)
{
    private static readonly string[] Pieces =
    [
        "(",
        ")",
        "[",
        "]",
        "\"",
        "\\",
        "\\u",
        "\\ud800",
        ".",
        ":",
        " ",
        "not ",
        "not (",
        " and ",
        " or ",
        " eq ",
        " pr",
        "true",
        "null",
        "'",
        "urn:",
        "$ref",
        "-",
        "0",
        "1e9",
        "1e999999999",
        "99999999999999999999999999999999",
        "0.00000000000000000000000000000000000001",
        "\0",
        "\t",
        "\n",
        "\u007f",
        "\ud800",
        "\udc00",
        "\ud83d\ude00",
        "\u212a",
        "İ",
        "\ufeff",
        "\uffff",
        "é",
        "{",
        "}",
        ",",
        "[[",
        "{\"a\":",
        "emails[type eq \"work\"]",
        "value",
        "members",
        "schemas",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    ];

    private static readonly string[] Scalars =
    [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "-1",
        "1.0",
        "1e2",
        "1e400",
        "-1e-400",
        "9223372036854775808",
        "1e99999999999",
        "\"\"",
        "\" \"",
        "\"\\u0000\"",
        "\"True\"",
        "\"42\"",
        "\"1e400\"",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "{\"\":null}",
        "{\"value\":null}",
        "\"{\\\"value\\\":\\\"{}\\\"}\"",
        "\"2024-01-01T00:00:00Z\"",
        "\"9999-12-31T23:59:59.9999999-14:00\"",
        "1700000000000",
        "-62135596800001",
        "253402300800000",
    ];

    /// <summary>A text of the tables with up to six edits, or one of any characters.</summary>
    public string Text()
    {
        if (random.Next(10) == 0)
            return new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(char.MaxValue + 1))]);
        string text = Pick(texts);
        for (int edits = random.Next(7); edits > 0; edits--) text = Edited(text);
        return text.Length > 20_000 ? text[..20_000] : text;
    }

    /// <summary>A JSON text: a tree of the cases with some nodes changed, now and then broken as text.</summary>
    public byte[] Json(JsonNode seed)
    {
        var root = new JsonArray(seed.DeepClone());
        for (int changes = random.Next(6); changes > 0; changes--) Change(root);
        string text = root[0]?.ToJsonString() ?? "null";
        if (random.Next(8) == 0) text = Edited(text);
        return random.Next(50) == 0 ? Broken(text) : Encoding.UTF8.GetBytes(text);
    }

    public T Pick<T>(IReadOnlyList<T> several) => several[random.Next(several.Count)];

    public int Next(int below) => random.Next(below);

    /// <summary>A node and all that is in it.</summary>
    public static IEnumerable<JsonNode> Inside(JsonNode node) => node switch
    {
        JsonObject members => members.Select(member => member.Value).OfType<JsonNode>().SelectMany(Inside).Prepend(node),
        JsonArray elements => elements.OfType<JsonNode>().SelectMany(Inside).Prepend(node),
        _ => [node],
    };

    private string Edited(string text)
    {
        int start = random.Next(text.Length + 1), length = random.Next(Math.Min(12, text.Length - start) + 1);
        string piece = Pick(Pieces);
        return random.Next(8) switch
        {
            0 => text.Remove(start, length),
            1 => text.Insert(start, piece),
            2 => text.Remove(start, length).Insert(start, piece),
            3 => text.Insert(start, text.Substring(start, length)),
            4 => text[..start] + Pick(texts),
            5 => text.Insert(start, string.Concat(Enumerable.Repeat(piece, random.Next(1, 200)))),
            6 => text.Insert(start, new string(piece[0], random.Next(1, 3000))),
            _ => text.Insert(start, ((char)random.Next(char.MaxValue + 1)).ToString()),
        };
    }

    private void Change(JsonArray root)
    {
        var parent = Pick([.. Inside(root).Where(node => node is JsonArray or JsonObject { Count: > 0 })]);
        if (parent is JsonObject members) ChangeMember(members);
        else if (parent is JsonArray { Count: > 0 } elements)
            elements[random.Next(elements.Count)] = Other(elements[random.Next(elements.Count)]);
        else
            ((JsonArray)parent).Add(Any());
    }

    private void ChangeMember(JsonObject members)
    {
        var (name, value) = members.GetAt(random.Next(members.Count));
        string other = random.Next(3) switch
        {
            0 => Pick(texts),
            1 => random.Next(2) == 0 ? name.ToUpperInvariant() : name.ToLowerInvariant(),
            _ => Edited(name),
        };
        switch (random.Next(4))
        {
            case 0: members.Remove(name); break;
            case 1: members[Encodable(other)] = value?.DeepClone(); break;
            default: members[name] = Other(value); break;
        }
    }

    private JsonNode? Other(JsonNode? value) => random.Next(6) switch
    {
        0 => new JsonArray(value?.DeepClone(), Any()),
        1 => new JsonObject { [Encodable(Pick(texts))] = value?.DeepClone() },
        2 => Nested(random.Next(40)),
        3 when value?.GetValueKind() == JsonValueKind.String => Encodable(Edited((string)value!)),
        _ => Any(),
    };

    private JsonNode? Any() => random.Next(3) switch
    {
        0 => Pick(values).DeepClone(),
        1 => Encodable(Text()),
        _ => JsonNode.Parse(Pick(Scalars)),
    };

    private static JsonNode Nested(int depth)
    {
        JsonNode node = new JsonObject { ["value"] = "x" };
        for (; depth > 0; depth--) node = depth % 2 == 0 ? new JsonArray(node) : new JsonObject { ["value"] = node };
        return node;
    }

    private byte[] Broken(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        if (utf8.Length > 0) utf8[random.Next(utf8.Length)] = (byte)random.Next(256);
        return utf8;
    }

    // A lone surrogate in JSON is written as an escape, and only a text can hold that.
    private static string Encodable(string text) => new([.. text.Where(character => !char.IsSurrogate(character))]);
}
