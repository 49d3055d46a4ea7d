namespace ScimGateway.Scim.Errors;

/// <summary>The detail error keywords of RFC 7644 section 3.12 (table 9) and RFC 9865 section 2.1.</summary>
public enum ScimType
{
    InvalidFilter,
    TooMany,
    Uniqueness,
    Mutability,
    InvalidSyntax,
    InvalidPath,
    NoTarget,
    InvalidValue,
    InvalidVers,
    Sensitive,
    InvalidCursor,
    ExpiredCursor,
    InvalidCount,
}

/// <summary>Between <see cref="ScimType"/> and its spelling on the wire (<c>invalidFilter</c>).</summary>
public static class ScimTypes
{
    private static readonly string[] Words = [.. Enum.GetNames<ScimType>().Select(name => char.ToLowerInvariant(name[0]) + name[1..])];

    public static string ToWord(this ScimType type) => Words[(int)type];

    /// <summary>The type of that spelling, in any case; <see langword="null"/> when the RFCs know no such word.</summary>
    public static ScimType? FromWord(string? word)
    {
        int index = Array.FindIndex(Words, known => known.Equals(word, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : (ScimType)index;
    }
}
