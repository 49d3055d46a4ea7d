using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Scim.Json;

/// <summary>JSON text to and from nodes, with all checks of the text where it enters: invalid UTF-8, lone surrogates, duplicate
/// names, deep nesting and too large exponents are refused here, so that no later read of a node can throw.</summary>
public static class ScimJson
{
    /// <summary>Characters stay as they are, those beyond U+FFFF excepted; SCIM bodies are never pasted into HTML.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The most digits of a number's exponent.</summary>
    internal const int MostExponentDigits = 5;

    /// <summary>Bytes of <c>"":1,</c>.</summary>
    private const int ShortestMember = 5;

    /// <summary>Bytes of <c>1,</c>.</summary>
    private const int ShortestValue = 2;

    /// <summary>Parses a client's body: one JSON object, in which no object exceeds the limit on members.</summary>
    /// <param name="utf8">The whole body.</param>
    /// <param name="maxDepth">Levels of nesting.</param>
    /// <param name="maxMembers">Members of one object.</param>
    /// <param name="maxValues">Values in all: objects, arrays, and what they contain.</param>
    /// <exception cref="ScimException"><c>invalidSyntax</c>; 413: more members or values.</exception>
    public static JsonObject ParseBody(ReadOnlyMemory<byte> utf8, int maxDepth, int maxMembers, int maxValues)
    {
        if (utf8.Length / ShortestValue > maxValues) RefuseMany(utf8.Span, maxDepth, maxValues);
        var body = ParseObject(utf8, maxDepth);
        if (utf8.Length / ShortestMember > maxMembers) RefuseWide(body, maxMembers);
        return body;
    }

    /// <summary>Parses one JSON object.</summary>
    /// <param name="utf8">The whole body.</param>
    /// <param name="maxDepth">Levels of nesting.</param>
    /// <exception cref="ScimException"><c>invalidSyntax</c>, with line and column where there is one.</exception>
    public static JsonObject ParseObject(ReadOnlyMemory<byte> utf8, int maxDepth)
    {
        var node = Parse(utf8, maxDepth);
        return node as JsonObject ?? throw ScimException.InvalidSyntax($"The body is a JSON {KindOf(node)}; expected an object.");
    }

    /// <summary>Parses any JSON value.</summary>
    /// <exception cref="ScimException"><c>invalidSyntax</c>.</exception>
    public static JsonNode? Parse(ReadOnlyMemory<byte> utf8, int maxDepth)
    {
        utf8 = Text(utf8, maxDepth);
        try
        {
            if (MayHaveHugeExponent(utf8.Span)) RefuseHugeExponents(utf8.Span, maxDepth);
            return JsonNode.Parse(
                utf8.Span,
                documentOptions: new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false }
            );
        }
        catch (JsonException fault)
        {
            throw Broken(fault);
        }
    }

    /// <summary>A body without its byte order mark, all of whose strings can be read.</summary>
    /// <exception cref="ScimException"><c>invalidSyntax</c>: bad UTF-8, a lone surrogate, or JSON that breaks off before
    /// it.</exception>
    public static ReadOnlyMemory<byte> Text(ReadOnlyMemory<byte> utf8, int maxDepth)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        if (!Utf8.IsValid(utf8.Span)) throw ScimException.InvalidSyntax("The body is not valid UTF-8.");
        int escape = utf8.Span.IndexOf((byte)'\\');
        if (escape < 0 || !MayHaveSurrogates(utf8.Span[escape..])) return utf8;
        try
        {
            RefuseLoneSurrogates(utf8.Span, maxDepth);
            return utf8;
        }
        catch (JsonException fault)
        {
            throw Broken(fault);
        }
    }

    private static bool MayHaveSurrogates(ReadOnlySpan<byte> utf8) => utf8.IndexOf("\\ud"u8) >= 0 || utf8.IndexOf("\\uD"u8) >= 0;

    /// <summary>A node as UTF-8; <see langword="null"/> is JSON's null.</summary>
    public static byte[] ToUtf8(JsonNode? node)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        WriteTo(buffer, node);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a node as UTF-8 into an existing buffer: a response's pipe, a pooled array.</summary>
    public static void WriteTo(IBufferWriter<byte> buffer, JsonNode? node)
    {
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        if (node is null) writer.WriteNullValue();
        else node.WriteTo(writer);
    }

    /// <summary>Throws for the first fault of a text, if there is one.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    internal static void RefuseBroken(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
            // The reader itself checks each token.
        }
    }

    /// <summary>The value of a string in a text.</summary>
    /// <param name="text">With its quotation marks.</param>
    internal static string TextOf(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text);
        reader.Read();
        return reader.GetString()!;
    }

    internal static ScimException Broken(JsonException fault) =>
        ScimException.InvalidSyntax($"The body is not valid JSON: {Sentence(fault)}", fault);

    internal static string KindOf(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.Number => "number",
        _ => "string",
    };

    // Before a tree is made of them. The parser reports invalid JSON.
    private static void RefuseMany(ReadOnlySpan<byte> utf8, int maxDepth, int most)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            for (int values = 0; reader.Read();)
                if (
                    reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray)
                    && ++values > most
                )
                    throw ScimException.TooLarge($"The body has more than {most} JSON values (limits.jsonValues).");
        }
        catch (JsonException)
        {
            return;
        }
    }

    private static void RefuseWide(JsonNode? node, int most)
    {
        if (node is JsonObject members)
        {
            if (members.Count > most)
                throw ScimException.TooLarge($"The body has a JSON object with {members.Count} members; {most} are the most.");
            foreach (var (_, value) in members) RefuseWide(value, most);
        }

        if (node is JsonArray elements)
            foreach (var element in elements) RefuseWide(element, most);
    }

    // DeepEquals throws ArgumentOutOfRangeException on 1e99999999999. A digit, an "e" and digits occur in ids as well, so each
    // candidate is checked again as a token.
    private static bool MayHaveHugeExponent(ReadOnlySpan<byte> utf8)
    {
        for (int at = utf8.IndexOfAny((byte)'e', (byte)'E'); at >= 0; at = utf8.IndexOfAny((byte)'e', (byte)'E'))
        {
            bool follows = at > 0 && char.IsAsciiDigit((char)utf8[at - 1]);
            utf8 = utf8[(at + 1)..];
            if (follows && HasHugeExponent(utf8)) return true;
        }

        return false;
    }

    private static bool HasHugeExponent(ReadOnlySpan<byte> exponent)
    {
        if (exponent.Length > 0 && exponent[0] is (byte)'+' or (byte)'-') exponent = exponent[1..];
        int end = exponent.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return (end < 0 ? exponent.Length : end) > MostExponentDigits;
    }

    private static void RefuseHugeExponents(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.Number || !MayHaveHugeExponent(reader.ValueSpan)) continue;
            throw ScimException.InvalidSyntax($"The body has a number at byte {reader.TokenStartIndex} whose exponent has more than {MostExponentDigits} digits.");
        }
    }

    // GetString throws InvalidOperationException on "\ud800": checked here once, instead of wherever the value is first read.
    private static void RefuseLoneSurrogates(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped) continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException fault)
            {
                throw ScimException.InvalidSyntax($"The body has a lone surrogate at byte {reader.TokenStartIndex}.", fault);
            }
        }
    }

    // System.Text.Json appends its own "LineNumber: 0 | BytePositionInLine: 5", counted from zero; people count from one.
    private static string Sentence(JsonException fault)
    {
        int tail = fault.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        if (tail < 0) tail = fault.Message.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        string what = tail < 0 ? fault.Message : fault.Message[..tail];
        return fault.LineNumber is { } line ? $"line {line + 1}, byte {(fault.BytePositionInLine ?? 0) + 1}: {what}" : what;
    }
}
