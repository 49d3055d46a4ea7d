using ScimGateway.Scim.Errors;

namespace ScimGateway.Scim.Paths;

/// <summary>Takes an attribute path apart (RFC 7644 section 3.10): <c>[URI ":"] ATTRNAME *1subAttr</c>.</summary>
internal static class AttributePathParser
{
    /// <summary>Longest path that is read, UTF-16 characters.</summary>
    public const int MaxLength = 1024;

    public static AttributePath Parse(string text, IReadOnlyList<string> knownSchemas) =>
        TryParse(text, knownSchemas, out var path) is { } fault ? throw ScimException.InvalidPath(fault) : path;

    /// <summary>Reads a path; gives the fault's sentence, or <see langword="null"/> when there is none.</summary>
    public static string? TryParse(string text, IReadOnlyList<string> knownSchemas, out AttributePath path)
    {
        path = new AttributePath(null, text);
        if (text.Length is 0 or > MaxLength) return $"A path has 1 to {MaxLength} characters; this one has {text.Length}.";
        if (KnownSchema(text, knownSchemas) is { } whole && whole.Length == text.Length)
        {
            path = new AttributePath(null, whole);
            return null;
        }

        string? schema = SchemaOf(text, knownSchemas);
        string[] names = (schema is null ? text : text[(schema.Length + 1)..]).Split('.');
        path = new AttributePath(schema, names[0], names.Length == 1 ? null : names[1]);
        return names.Length > 2 ? $"'{text}' goes too deep; a path has at most one sub-attribute."
            : schema is not null && !IsUri(schema) ? $"'{schema}' before the last colon of '{text}' is no schema URI."
            : names.FirstOrDefault(name => !IsName(name, free: schema is not null)) is { } bad ? NoName(bad, text, free: schema is not null)
            : null;
    }

    private static string? SchemaOf(string text, IReadOnlyList<string> knownSchemas)
    {
        if (KnownSchema(text, knownSchemas) is { } known) return known;
        int colon = text.LastIndexOf(':');
        return colon < 0 ? null : text[..colon];
    }

    // The longest one that the text is, or that stands before its name: one URI may be the beginning of another, known or not.
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

    private static bool IsUri(string schema) => schema.Contains(':', StringComparison.Ordinal) && schema.All(IsUriCharacter);

    private static bool IsUriCharacter(char character) => char.IsAsciiLetterOrDigit(character) || "-._~:/?#@!$&*+,;=%".Contains(character);

    // RFC 7643 section 2.1: nameChar = "$" / "-" / "_" / DIGIT / ALPHA, and "$ref" begins with a dollar. Extensions of some
    // targets have names of other characters ("Date of Birth", hexadecimal ids); behind a URI they cannot be misread.
    private static bool IsName(string name, bool free) => free
        ? name.Length > 0 && !char.IsWhiteSpace(name[0]) && !char.IsWhiteSpace(name[^1]) && !name.Any(IsReserved)
        : name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '$') && name.All(IsNameCharacter);

    private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '$' or '-' or '_';

    private static bool IsReserved(char character) => char.IsControl(character) || char.IsSurrogate(character) || character is '[' or ']' or '"' or ':';

    private static string NoName(string name, string text, bool free) =>
        name.Length == 0 ? $"'{text}' lacks a name; expected an attribute such as userName or name.familyName."
        : free ? $"'{name}' in '{text}' is no attribute name; no brackets, quotation marks or control characters, and no space at its ends."
        : $"'{name}' in '{text}' is no attribute name; expected a letter, then letters, digits, '-', '_' or '$'.";
}
