using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary>Attribute names outside the ABNF of RFC 7643 section 2.1, which stand in no path: Peakon's <c>Date of Birth</c>,
/// Leapsome's <c>64f0c2…</c>. They are written as members of an object.</summary>
internal static class OddNames
{
    /// <summary>Whether a name can stand in a path; <c>$ref</c> can, as RFC 7643 itself names it so.</summary>
    public static bool IsRegular(string name) =>
        name.Length > 0 && (char.IsAsciiLetter(name[0]) || name[0] == '$') && name.AsSpan(1).IndexOfAnyExcept(Regular) < 0;

    /// <summary>Whether a name is one that some system uses although no path can hold it, rather than a slip of the pen.</summary>
    public static bool IsOdd(string name) =>
        name.Length > 0 && name.IndexOfAny(['[', ']', ':', '"']) < 0
        && (char.IsAsciiDigit(name[0]) || (name.AsSpan().IndexOfAnyExcept(RegularOrDot) >= 0 && name.Trim() == name));

    /// <summary>Reads <c>urn:…:peakon:2.0:User:Date of Birth</c>; <see langword="null"/> when the text is not of this kind.</summary>
    public static AttributePath? Read(string text, ResourceType? type)
    {
        int end = text.LastIndexOf(':');
        if (end <= 0) return null;
        foreach (string known in type?.SchemaIds ?? [])
            if (known.Length < end && text.StartsWith(known + ":", StringComparison.OrdinalIgnoreCase)) end = known.Length;
        var path = new AttributePath(text[..end], text[(end + 1)..]);
        return IsOdd(path.Name) ? type?.Canonical(path) ?? path : null;
    }

    private static readonly System.Buffers.SearchValues<char> Regular =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly System.Buffers.SearchValues<char> RegularOrDot =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_$.");
}
