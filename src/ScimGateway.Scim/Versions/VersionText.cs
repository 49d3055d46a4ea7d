using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Versions;

/// <summary>A resource as bytes that are the same when it means the same; they are made to be hashed, not to be read.</summary>
internal static class VersionText
{
    public static void Write(PooledBuffer text, JsonObject resource) =>
        Members(text, resource, Counts, name => name == "meta" ? CountsInMeta : Counts);

    private static bool Counts(string name) => name != "$ref";

    private static bool CountsInMeta(string name) => name is not ("version" or "location");

    private static void Members(PooledBuffer text, JsonObject parent, Func<string, bool> counts, Func<string, Func<string, bool>> within)
    {
        text.Append("{"u8);
        foreach (var (name, value) in parent.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            if (!counts(name) || IsNothing(value, within(name))) continue;
            Text(text, name);
            Value(text, value!, within(name));
        }

        text.Append("}"u8);
    }

    private static void Value(PooledBuffer text, JsonNode value, Func<string, bool> counts)
    {
        if (value is JsonObject complex) Members(text, complex, counts, _ => Counts);
        else if (value is JsonArray elements) Elements(text, elements);
        else if (value.IsString(out string? word)) Text(text, word);
        else Text(text, value.GetValueKind() == JsonValueKind.Number ? Number(value.ToJsonString()) : value.ToJsonString(), "#"u8);
    }

    // Values of an attribute have no order (RFC 7643 section 2.4): some servers list a group's members in another one each time.
    private static void Elements(PooledBuffer text, JsonArray elements)
    {
        using var unsorted = new PooledBuffer();
        var ranges = new List<Range>(elements.Count);
        foreach (var element in elements)
        {
            if (IsNothing(element, Counts)) continue;
            int start = unsorted.Length;
            Value(unsorted, element!, Counts);
            ranges.Add(start..unsorted.Length);
        }

        ranges.Sort((left, right) => unsorted.Written.Span[left].SequenceCompareTo(unsorted.Written.Span[right]));
        text.Append("["u8);
        foreach (var range in ranges) text.Append(unsorted.Written.Span[range]);
        text.Append("]"u8);
    }

    // Each text says its length first: no two resources have one form.
    private static void Text(PooledBuffer text, string word, ReadOnlySpan<byte> kind = default)
    {
        int length = Encoding.UTF8.GetByteCount(word);
        text.Append(Encoding.UTF8.GetBytes(length.ToString(CultureInfo.InvariantCulture)));
        text.Append(kind.IsEmpty ? ":"u8 : kind);
        Encoding.UTF8.GetBytes(word, text.GetSpan(length));
        text.Advance(length);
    }

    private static string Number(string written) => decimal.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
        ? number.ToString("G29", CultureInfo.InvariantCulture)
        : written;

    private static bool IsNothing(JsonNode? value, Func<string, bool> counts) => value switch
    {
        null => true,
        JsonObject complex => complex.All(member => !counts(member.Key) || IsNothing(member.Value, Counts)),
        JsonArray elements => elements.All(element => IsNothing(element, Counts)),
        _ => false,
    };
}
