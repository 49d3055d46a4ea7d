using System.Globalization;
using System.IO.Hashing;

namespace ScimGateway.Scim.Versions;

/// <summary>The grammar of RFC 9110 section 8.8.3: <c>[ "W/" ] DQUOTE *etagc DQUOTE</c>.</summary>
internal static class EntityTagText
{
    /// <summary>Parses the tag that begins there.</summary>
    /// <returns>Where it ends; -1 when there is none.</returns>
    public static int Read(string text, int start, out EntityTag? tag)
    {
        tag = null;
        bool isWeak = string.CompareOrdinal(text, start, "W/", 0, 2) == 0;
        int open = isWeak ? start + 2 : start;
        if (open >= text.Length || text[open] != '"') return -1;
        int close = open + 1;
        while (close < text.Length && IsCharacter(text[close])) close++;
        if (close >= text.Length || text[close] != '"') return -1;
        tag = new EntityTag(text[(open + 1)..close], isWeak);
        return close + 1;
    }

    /// <summary>Whether a character may be in a tag; those beyond ASCII may not, as headers of HTTP lose them.</summary>
    public static bool IsCharacter(char character) => character is '!' or (> '"' and <= '~');

    /// <summary>XXH64 with seed 0 as 16 hexadecimal digits, as <c>xxhsum -H1</c> prints it: a fast hash, not a secret.</summary>
    public static string Digest(ReadOnlySpan<byte> bytes) =>
        XxHash64.HashToUInt64(bytes).ToString("x16", CultureInfo.InvariantCulture);
}
