using System.Diagnostics.CodeAnalysis;
using System.Text;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Scim.Versions;

/// <summary>The version of a resource (RFC 7644 section 3.14, RFC 9110 section 8.8.3): <c>W/"3694e05e9dff591"</c>.</summary>
/// <param name="Opaque">What stands between the quotation marks.</param>
/// <param name="IsWeak">Whether two resources with this tag mean the same, byte for byte or not.</param>
public sealed record EntityTag(string Opaque, bool IsWeak = true)
{
    /// <summary>Reads one tag as a header or <c>meta.version</c> spells it.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>: it is not a tag.</exception>
    public static EntityTag Parse(string text) => TryParse(text, out var tag)
        ? tag
        : throw ScimException.InvalidValue($"'{text}' is no entity tag; expected W/\"…\" or \"…\".");

    /// <summary>Parses one tag; returns whether it is one.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out EntityTag? tag)
    {
        int end = EntityTagText.Read(text, 0, out tag);
        if (end != text.Length) tag = null;
        return tag is not null;
    }

    /// <summary>A server's version as a tag: some servers write <c>meta.version</c> without quotation marks, or a date.</summary>
    public static EntityTag Of(string version)
    {
        if (TryParse(version, out var tag)) return tag;
        return new(version.Length > 0 && version.All(EntityTagText.IsCharacter)
            ? version
            : EntityTagText.Digest(Encoding.UTF8.GetBytes(version)));
    }

    /// <summary>Weak comparison: the same opaque text. RFC 9110 section 13.1.1 compares If-Match strongly, and then no weak tag
    /// ever matches; RFC 7644 section 3.14 shows weak tags there, so that SCIM can only mean this.</summary>
    public bool Matches(EntityTag other) => Opaque.Equals(other.Opaque, StringComparison.Ordinal);

    /// <summary>As a header spells it.</summary>
    public override string ToString() => (IsWeak ? "W/\"" : "\"") + Opaque + "\"";
}
