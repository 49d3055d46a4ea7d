using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Patching;

/// <summary>The place of a PATCH operation: <c>name.familyName</c>, <c>members[value eq "u-1"]</c>,
/// <c>emails[type eq "work"].value</c> (RFC 7644 section 3.5.2 <c>PATH = attrPath / valuePath [subAttr]</c>).</summary>
/// <param name="Attribute">The attribute, and the sub-attribute that follows it or the brackets.</param>
/// <param name="Where">Which elements of a multi-valued attribute; paths inside are relative to the element.</param>
public sealed record PatchPath(AttributePath Attribute, Filter? Where = null)
{
    /// <summary>Reads a path.</summary>
    /// <param name="text">The path as written.</param>
    /// <param name="rules">The type whose words it uses, leniencies and limits; <see langword="null"/> is <see
    /// cref="ReadingRules.Strict"/>.</param>
    /// <exception cref="Errors.ScimException"><c>invalidPath</c>; <c>invalidFilter</c>: what stands in the brackets (RFC 7644
    /// table 9).</exception>
    public static PatchPath Parse(string text, ReadingRules? rules = null) =>
        PatchPathParser.Parse(text, rules ?? ReadingRules.Strict);

    /// <summary>The path as it stands in a message; parses back to an equal path.</summary>
    public override string ToString() => Where is null
        ? Attribute.ToString()
        : $"{(Attribute with { SubName = null })}[{Where}]{(Attribute.SubName is null ? "" : "." + Attribute.SubName)}";
}
