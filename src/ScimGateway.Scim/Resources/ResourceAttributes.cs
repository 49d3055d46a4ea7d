using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Resources;

internal static class ResourceAttributes
{
    /// <summary>The core or common attribute of that name, in any case; <see langword="null"/> when the type has none.</summary>
    public static AttributeDefinition? CoreAttribute(this ResourceType type, string name) =>
        type.Schema.Find(name) ?? WellKnownSchemas.Common.Find(name);

    /// <summary>The object of an extension as one complex attribute, named by the extension's URI, whose sub-attributes are the
    /// extension's attributes; <see langword="null"/> when the type has no such extension.</summary>
    public static AttributeDefinition? ExtensionAttribute(this ResourceType type, string uri)
    {
        if (!uri.Contains(':', StringComparison.Ordinal) || type.Extension(uri) is not { } extension) return null;
        return new AttributeDefinition
        {
            Name = extension.Id,
            Type = AttributeType.Complex,
            SubAttributes = extension.Attributes,
        };
    }
}
