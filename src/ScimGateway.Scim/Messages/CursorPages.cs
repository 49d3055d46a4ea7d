using System.Buffers;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Scim.Messages;

/// <summary>Reads <c>cursor</c> and <c>count</c> of a query that is paged by cursor (RFC 9865 section 2). They are stricter than
/// an index: empty pages would have no end.</summary>
internal static class CursorPages
{
    /// <summary>Longest cursor that is read, characters.</summary>
    private const int Longest = 4096;

    // RFC 9865 section 2: the unreserved characters of RFC 3986 section 2.3.
    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    public static string? Cursor(string? text)
    {
        if (text is null || (text.Length <= Longest && !text.AsSpan().ContainsAnyExcept(Unreserved))) return text;
        throw ScimException.InvalidCursor(
            "The cursor is none of this server's; leave it empty for the first page, then send nextCursor."
        );
    }

    public static int? Size(string? text)
    {
        if (text is null) return null;
        return ResourceQueryReader.Number(text) is > 0 and { } size
            ? size
            : throw ScimException.InvalidCount($"count must be an integer from 1 on with a cursor, found \"{text}\".");
    }
}
