using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Messages;

/// <summary>The message for people in a server's error, whatever its shape (<c>{"errors":[{"message":"No."}]}</c>).</summary>
/// <remarks>Bounded in depth and length, on one line, and never HTML or JSON.</remarks>
public static partial class ErrorSentence
{
    private const int Deepest = 4;

    private const int MostJoined = 5;

    private const int Longest = 500;

    // Vendors' names for it, the most specific first: {"error":"invalid_request","error_description":"No such team."}.
    private static readonly string[] Names =
        ["detail", "error_description", "errorMessage", "message", "msg", "description", "faultstring", "reason", "error"];

    // Members that may contain it in an object or a list.
    private static readonly string[] Holders = ["detail", "error", "fault", "errors", "message"];

    /// <summary>The sentence in a JSON body; <see langword="null"/> when there is none.</summary>
    public static string? In(JsonNode? body) => Find(body, 0) is { } found ? Bounded(found) : null;

    /// <summary>The sentence that names lead to (<c>error</c>, <c>msg</c>), through the elements of lists; <see langword="null"/>
    /// when there is none.</summary>
    public static string? At(JsonNode? body, IReadOnlyList<string> names) =>
        Follow(body, names, 0) is { } found ? Bounded(found) : null;

    /// <summary>A text as such a sentence; <see langword="null"/> when it is blank, HTML or JSON.</summary>
    public static string? Of(string text) => Clean(text) is { } clean ? Bounded(clean) : null;

    private static string? Follow(JsonNode? node, IReadOnlyList<string> names, int done) => node switch
    {
        _ when done == names.Count => Find(node, 0),
        JsonObject map => Follow(map.Find(names[done]), names, done + 1),
        JsonArray list => Joined(list.OfType<JsonObject>().Select(each => Follow(each, names, done))),
        _ => null,
    };

    private static string? Find(JsonNode? node, int depth) => node switch
    {
        _ when depth > Deepest => null,
        JsonObject map when depth > 0 => (IsByField(map) ? Fields(map, depth) : null) ?? Named(map, depth) ?? Fields(map, depth),
        JsonObject map => Named(map, depth) ?? (IsByField(map) ? Fields(map, depth) : null),
        JsonArray list => Joined(list.Select(each => Find(each, depth + 1))),
        _ => Text(node),
    };

    // A title is the same for every error of its kind (RFC 9457 section 3.1.3).
    private static string? Named(JsonObject map, int depth) =>
        First(Names, name => Text(map.Find(name)))
        ?? First(Holders, name => Find(map.Find(name), depth + 1))
        ?? Text(map.Find("title"));

    private static string? First(string[] names, Func<string, string?> find) =>
        names.Select(find).FirstOrDefault(found => found is not null);

    private static string? Text(JsonNode? node) => node.IsString(out string? text) ? Clean(text) : null;

    // {"email":["has already been taken"]}, as Rails and Django say it; the names of the attributes are half of the sentence.
    private static bool IsByField(JsonObject map) =>
        map.Count > 0 && map.Find("schemas") is null && map.Find("errors") is null && map.All(member => IsOfTexts(member.Value));

    private static bool IsOfTexts(JsonNode? node) =>
        node is JsonArray { Count: > 0 } list && list.All(each => each.IsString(out _));

    private static string? Fields(JsonObject map, int depth) => Joined(map
        .Where(member => member.Value is JsonArray || member.Value.IsString(out _))
        .Select(member =>
            Clean(member.Key) is { } name && Find(member.Value, depth + 1) is { } words ? $"{name} {words}" : null));

    private static string? Joined(IEnumerable<string?> sentences)
    {
        string joined = string.Join("; ", sentences.Where(each => each is not null).Take(MostJoined));
        return joined.Length > 0 ? joined : null;
    }

    // Some vendors put the name or the value in bold: <b>ana</b> is taken.
    [GeneratedRegex(
        "</?(?:a|b|br|code|em|i|span|strong|tt|u)(?:\\s[^<>]{0,200})?/?>",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex InlineTags { get; }

    private static string? Clean(string text)
    {
        text = InlineTags.Replace(text, "");
        if (text.AsSpan().TrimStart() is ['{' or '[', ..] || IsHtml(text)) return null;
        string clean = string.Join(
            ' ',
            string.Concat(text.Select(c => IsUnseen(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
        return clean.Length > 0 ? clean : null;
    }

    private static bool IsHtml(string text)
    {
        for (
            int at = text.IndexOf('<', StringComparison.Ordinal);
            at >= 0 && at + 1 < text.Length;
            at = text.IndexOf('<', at + 1)
        )
            if (char.IsAsciiLetter(text[at + 1]) || text[at + 1] is '/' or '!' or '?')
                return true;
        return false;
    }

    private static bool IsUnseen(char c) =>
        char.GetUnicodeCategory(c)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    // Never between the halves of a character beyond U+FFFF.
    private static string Bounded(string words) => words.Length <= Longest
        ? words
        : words[..(char.IsHighSurrogate(words[Longest - 1]) ? Longest - 1 : Longest)] + "…";
}
