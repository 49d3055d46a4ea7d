using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Values;

namespace ScimGateway.Mapping.Values;

/// <summary><c>convert: "first"</c> of several sources: the first that has a value; read back to the first.</summary>
internal sealed class FirstOfMapper : ValueMapper
{
    public override JsonNode? ToTarget(JsonNode value, string operation) =>
        (value as JsonArray)?.TakeAll().FirstOrDefault(one => !Unassigned.IsOrBlank(one));

    public override JsonNode? ToClient(JsonNode value) => new JsonArray(value);
}

/// <summary><c>convert: "join: "</c>: the sources as one text, and split again. The text after the last separator that counts
/// belongs to the last source.</summary>
/// <param name="separator">What stands between them.</param>
/// <param name="count">How many sources there are.</param>
internal sealed class JoinMapper(string separator, int count) : ValueMapper
{
    public override JsonNode? ToTarget(JsonNode value, string operation)
    {
        var texts = ((JsonArray)value).Select(one => one is null ? "" : Scalars.Text(one)).ToList();
        while (texts.Count > 0 && texts[^1].Length == 0) texts.RemoveAt(texts.Count - 1);
        if (texts.Count == 0) return null;
        // It could not be split again into its parts, and the next PATCH of a part would lose another part.
        if (texts.Take(texts.Count - 1).Any(text => text.Length == 0))
            throw new ConversionException("a part is missing, and one after it is there");
        if (texts.Take(texts.Count - 1).Any(text => text.Contains(separator, StringComparison.Ordinal)))
            throw new ConversionException($"a part before the last holds '{separator}', which stands between them");
        return JsonValue.Create(string.Join(separator, texts));
    }

    public override JsonNode? ToClient(JsonNode value) => value.IsString(out string? text)
        ? new JsonArray([.. text.Split(separator, count, StringSplitOptions.TrimEntries).Select(part => JsonValue.Create(part))])
        : new JsonArray(value);
}
