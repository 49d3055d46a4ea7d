using System.Buffers;
using System.Globalization;

namespace ScimGateway.Auditing;

/// <summary>Which of a client's own texts may appear in logs and records.</summary>
internal static class SafeNames
{
    /// <summary>Replaces a name that is not an attribute's: it may be anything, a value too.</summary>
    public const string Other = "(other)";

    private const int MaxLength = 128;

    private static readonly SearchValues<char> InNames = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$-"
    );
    private static readonly SearchValues<char> InUrns = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:._-"
    );

    private static readonly HashSet<string> Methods = new(
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
        StringComparer.Ordinal
    );

    /// <summary>The names of attributes as they are (<c>name.givenName</c>, <c>urn:acme:2.0:User:birthday</c>); the rest as one
    /// <see cref="Other"/>.</summary>
    public static IReadOnlyList<string> Attributes(IEnumerable<string> names) =>
        [.. names
            .Select(name => name.Length <= 2 * MaxLength && IsAttributeName(name) ? name : Other)
            .Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>A method of HTTP; a client may send any text.</summary>
    public static string Method(string method) => Methods.Contains(method) ? method : Other;

    /// <summary>On one line, so that an id (<c>%0A</c>) cannot forge a log line, and cut to a limit.</summary>
    public static string Line(string text)
    {
        if (text.Length <= MaxLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        string bounded = text.Length > MaxLength ? text[..MaxLength] + "…" : text;
        return bounded.Any(IsUnseen) ? string.Concat(bounded.Select(c => IsUnseen(c) ? '?' : c)) : bounded;
    }

    private static bool IsUnseen(char c) =>
        char.GetUnicodeCategory(c)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate;

    /// <summary><c>name</c>, <c>name.sub</c>, <c>urn:…:name</c>, <c>urn:…:name.sub</c>, in the characters of RFC 7643 section
    /// 2.1.</summary>
    private static bool IsAttributeName(ReadOnlySpan<char> text)
    {
        bool urn = text.StartsWith("urn:", StringComparison.OrdinalIgnoreCase);
        int end = urn ? text.LastIndexOf(':') : -1;
        if (urn && (end < 5 || text[4..end].ContainsAnyExcept(InUrns))) return false;
        var names = text[(end + 1)..];
        int dot = names.IndexOf('.');
        var first = dot < 0 ? names : names[..dot];
        return IsName(first, mayBeginWithAny: urn) && (dot < 0 || IsName(names[(dot + 1)..], mayBeginWithAny: false));
    }

    private static bool IsName(ReadOnlySpan<char> text, bool mayBeginWithAny) =>
        !text.IsEmpty && (mayBeginWithAny || char.IsAsciiLetter(text[0]) || text[0] == '$') && !text.ContainsAnyExcept(InNames);
}
