namespace ScimGateway.Scim.Errors;

/// <summary>The detail error keywords of RFC 7644 section 3.12 (table 9) and RFC 9865 section 2.1.</summary>
public enum ScimType
{
    /// <summary>The filter cannot be parsed, or its comparison makes no sense.</summary>
    InvalidFilter,

    /// <summary>More results than the server returns.</summary>
    TooMany,

    /// <summary>Another resource has that value.</summary>
    Uniqueness,

    /// <summary>The attribute cannot be changed in this way.</summary>
    Mutability,

    /// <summary>The body is not the message expected.</summary>
    InvalidSyntax,

    /// <summary>The path of a PATCH cannot be parsed.</summary>
    InvalidPath,

    /// <summary>The path of a PATCH selects nothing.</summary>
    NoTarget,

    /// <summary>A value is missing or of another type.</summary>
    InvalidValue,

    /// <summary>The version of the protocol is not supported.</summary>
    InvalidVers,

    /// <summary>The query may not stand in a URL.</summary>
    Sensitive,

    /// <summary>The cursor is not of this server (RFC 9865).</summary>
    InvalidCursor,

    /// <summary>The cursor has expired (RFC 9865).</summary>
    ExpiredCursor,

    /// <summary>The page is larger than the server's limit (RFC 9865).</summary>
    InvalidCount,
}

/// <summary>Between <see cref="ScimType"/> and its spelling on the wire (<c>invalidFilter</c>).</summary>
public static class ScimTypes
{
    private static readonly string[] Words = [
        .. Enum.GetNames<ScimType>().Select(name => char.ToLowerInvariant(name[0]) + name[1..]),
    ];

    /// <summary>The spelling on the wire: <c>invalidFilter</c>.</summary>
    public static string ToWord(this ScimType type) => Words[(int)type];

    /// <summary>The type of that spelling, in any case; <see langword="null"/> when the RFCs know no such word.</summary>
    public static ScimType? FromWord(string? word)
    {
        int index = Array.FindIndex(Words, known => known.Equals(word, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : (ScimType)index;
    }
}
