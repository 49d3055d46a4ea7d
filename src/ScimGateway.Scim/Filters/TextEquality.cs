using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Filters;

/// <summary>Whether a JSON value is a certain text, compared in the body itself: a scan compares thousands of users that do not
/// match, and makes no strings for them.</summary>
/// <param name="expected">The text.</param>
/// <param name="cases">Ordinal, or any <see cref="Spelling"/> of it.</param>
internal sealed class TextEquality(string expected, StringComparison cases)
{
    // These bytes stand for themselves, and their case is ASCII's.
    private static readonly SearchValues<byte> PlainBytes = SearchValues.Create([
        .. Enumerable.Range(' ', '~' - ' ' + 1).Where(code => code != '\\').Select(code => (byte)code),
    ]);

    private readonly byte[]? plain = Plain(expected);

    public bool Holds(JsonNode node)
    {
        if (plain is null || node is not JsonValue value || !value.TryGetValue(out JsonElement element))
            return HoldsOfString(node);
        if (element.ValueKind != JsonValueKind.String) return false;
        var raw = JsonMarshal.GetRawUtf8Value(element)[1..^1];
        if (raw.Length == plain.Length && AreEqual(raw)) return true;
        return raw.ContainsAnyExcept(PlainBytes) && HoldsOfString(node);
    }

    private bool AreEqual(ReadOnlySpan<byte> raw) =>
        cases == StringComparison.Ordinal ? raw.SequenceEqual(plain) : Ascii.EqualsIgnoreCase(raw, plain);

    private bool HoldsOfString(JsonNode node) => node.IsString(out string? text)
        && (cases == StringComparison.Ordinal ? text == expected : Spelling.AreSame(text, expected));

    private static byte[]? Plain(string expected)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(expected);
        return utf8.AsSpan().ContainsAnyExcept(PlainBytes) ? null : utf8;
    }
}
