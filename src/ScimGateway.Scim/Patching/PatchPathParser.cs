using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Patching;

/// <summary>Parses the path of an operation (RFC 7644 section 3.5.2): <c>PATH = attrPath / valuePath [subAttr]</c>. Spaces around
/// the brackets, which clients add, are ignored; the URI of the core schema is dropped.</summary>
internal static class PatchPathParser
{
    public static PatchPath Parse(string text, ReadingRules rules)
    {
        int bracket = text.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0) return new PatchPath(rules.ParsePath(text));
        var attribute = rules.ParsePath(text[..bracket].Trim(' '));
        if (attribute.SubName is not null)
            throw ScimException.InvalidPath(
                $"column {bracket + 1}: brackets follow an attribute, not the sub-attribute '{attribute}'."
            );
        var (where, end) = FilterParser.ParseInBrackets(text, bracket, rules, attribute);
        return new PatchPath(SubAttribute(text, end, attribute, rules), where);
    }

    private static AttributePath SubAttribute(string text, int end, AttributePath attribute, ReadingRules rules)
    {
        string rest = text[end..].Trim(' ');
        if (rest.Length == 0) return attribute;
        if (rest[0] != '.')
            throw ScimException.InvalidPath($"column {end + 1}: expected '.' and a sub-attribute, or the end of the path.");
        string name = rest[1..].Trim(' ');
        if (!OddNames.IsRegular(name))
            throw ScimException.InvalidPath($"column {end + 2}: '{name}' is no name of a sub-attribute.");
        var path = attribute with { SubName = name };
        return rules.Type?.Canonical(path) ?? path;
    }
}
