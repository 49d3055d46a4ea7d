using ScimGateway.Scim.Paths;

namespace ScimGateway.Scim.Patching;

/// <summary>Attribute names outside the ABNF of RFC 7643 section 2.1: Peakon's <c>Date of Birth</c>, Leapsome's <c>64f0c2…</c>.
/// No path of the RFC can contain them, so they are written as members of an object.</summary>
internal static class OddNames
{
    /// <summary>Whether a name can stand in a path; <c>$ref</c> can, as RFC 7643 itself names it so.</summary>
    public static bool IsRegular(string name) => AttributePathParser.IsRegular(name);

    /// <summary>Whether a name is one of these, and neither a path (<c>name.givenName</c>) nor a URI.</summary>
    public static bool IsOdd(string name) =>
        name.Length > 0 && !IsRegular(name) && name.Trim() == name && name.IndexOfAny(['[', ']', ':', '"', '.']) < 0;
}
