using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary>Checks the place of an operation against the schema. Attributes that the schema does not define are plain
/// data.</summary>
internal static class PlaceCheck
{
    /// <summary>The definition of the attribute, whatever sub-attribute the path goes on to.</summary>
    /// <exception cref="ScimException"><c>invalidPath</c>: the path selects parts of what has none.</exception>
    public static AttributeDefinition? Definition(PatchPath path, ReadingRules rules)
    {
        var definition = rules.Type?.Find(path.Attribute with { SubName = null });
        if (definition is null) return null;
        if (path.Attribute.SubName is not null && definition.Type != AttributeType.Complex)
            throw ScimException.InvalidPath($"{path}: {definition.Name} has no sub-attributes.");
        if (path.Where is not null && !definition.MultiValued)
            throw ScimException.InvalidPath(
                $"{path}: {definition.Name} has one value; a filter in brackets selects among several."
            );
        return definition;
    }

    /// <summary>Whether the operation is dropped because the place is read-only (Okta sends a group's <c>id</c> again).</summary>
    /// <exception cref="ScimException"><c>mutability</c>: it is read-only, and the client's profile does not drop it.</exception>
    public static bool IsIgnored(AttributeDefinition? definition, PatchPath path, ReadingRules rules)
    {
        var sub = path.Attribute.SubName is { } name ? definition?.Sub(name) : null;
        return IsIgnored(definition, path.ToString(), rules) || IsIgnored(sub, path.ToString(), rules);
    }

    public static bool IsIgnored(AttributeDefinition? definition, string place, ReadingRules rules)
    {
        if (definition?.Mutability != Mutability.ReadOnly) return false;
        return rules.Allows(Leniency.IgnoreReadOnly) ? true : throw ScimException.Mutability($"{place} is read-only.");
    }
}
