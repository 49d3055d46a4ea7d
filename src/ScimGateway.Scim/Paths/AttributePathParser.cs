using System.Buffers;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Scim.Paths;

/// <summary>Parses an attribute path (RFC 7644 section 3.10): <c>[URI ":"] ATTRNAME *1subAttr</c>.</summary>
internal static class AttributePathParser
{
    /// <summary>Longest path that is accepted, UTF-16 characters.</summary>
    public const int MaxLength = 1024;

    private static readonly SearchValues<char> UriCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$&*+,;=%");

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_$");

    public static AttributePath Parse(string text, IReadOnlyList<string> knownSchemas) =>
        TryParse(text, knownSchemas, out var path) is { } fault ? throw ScimException.InvalidPath(fault) : path;

    /// <summary>Parses a path; returns the fault's sentence, or <see langword="null"/> when there is none.</summary>
    public static string? TryParse(string text, IReadOnlyList<string> knownSchemas, out AttributePath path)
    {
        path = new AttributePath(null, text);
        if (text.Length is 0 or > MaxLength) return $"A path has 1 to {MaxLength} characters; this one has {text.Length}.";
        var known = KnownSchema(text, knownSchemas);
        if (known?.Length == text.Length || (known is null && EndsInVersion(text)))
        {
            path = new AttributePath(null, known ?? text);
            return null;
        }

        string? schema = SchemaOf(text, known);
        string name = schema is null ? text : text[(schema.Length + 1)..];
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        path = dot < 0 ? new AttributePath(schema, name) : new AttributePath(schema, name[..dot], name[(dot + 1)..]);
        if (path.SubName?.Contains('.', StringComparison.Ordinal) == true)
            return $"'{text}' goes too deep; a path has at most one sub-attribute.";
        if (schema is not null && !IsUri(schema)) return $"'{schema}' before the last colon of '{text}' is no schema URI.";
        bool free = schema is not null;
        return !IsName(path.Name, free) ? NoName(path.Name, text, free)
            : path.SubName is { } sub && !IsName(sub, free) ? NoName(sub, text, free)
            : null;
    }

    /// <summary>Whether a name is one of RFC 7643 section 2.1, or begins with a dollar as <c>$ref</c> does.</summary>
    public static bool IsRegular(string name) =>
        name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '$') && !name.AsSpan().ContainsAnyExcept(NameCharacters);

    private static string? SchemaOf(string text, string? known)
    {
        if (known is not null) return known;
        int colon = text.LastIndexOf(':');
        return colon < 0 ? null : text[..colon];
    }

    // The longest one that is the text, or stands before its name: one URI may be a prefix of another, known or not.
    private static string? KnownSchema(string text, IReadOnlyList<string> knownSchemas)
    {
        string? longest = null;
        foreach (string known in knownSchemas)
        {
            if (!text.StartsWith(known, StringComparison.OrdinalIgnoreCase)) continue;
            bool fits = text.Length == known.Length || text.LastIndexOf(':') == known.Length;
            if (fits && known.Length > (longest?.Length ?? 0)) longest = known;
        }

        return longest;
    }

    // urn:acme:1.0 is a whole extension (all URIs of SCIM 1.1 end so), and not an attribute "1" with a sub-attribute "0".
    private static bool EndsInVersion(string text)
    {
        int colon = text.LastIndexOf(':');
        return IsUri(text)
            && text.StartsWith("urn:", StringComparison.OrdinalIgnoreCase)
            && text[(colon + 1)..].Split('.') is [_, _, ..] parts
            && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit));
    }

    private static bool IsUri(string schema) =>
        schema.Contains(':', StringComparison.Ordinal) && !schema.AsSpan().ContainsAnyExcept(UriCharacters);

    // Extensions of some targets have names with other characters ("Date of Birth", hexadecimal ids); after a URI they are
    // unambiguous.
    private static bool IsName(string name, bool free) => free
        ? name.Length > 0 && !char.IsWhiteSpace(name[0]) && !char.IsWhiteSpace(name[^1]) && !name.Any(IsReserved)
        : IsRegular(name);

    private static bool IsReserved(char character) =>
        char.IsControl(character) || char.IsSurrogate(character) || character is '[' or ']' or '"' or ':';

    private static string NoName(string name, string text, bool free) =>
        name.Length == 0 ? $"'{text}' lacks a name; expected an attribute such as userName or name.familyName."
        : free ? $"'{name}' in '{text}' is no attribute name; no brackets, quotation marks or control characters, and no space at its ends."
        : $"'{name}' in '{text}' is no attribute name; expected a letter, then letters, digits, '-', '_' or '$'.";
}
