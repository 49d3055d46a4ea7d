using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Resources;

internal static class ResourceAttributes
{
    /// <summary>The core or common attribute of that name, in any case; <see langword="null"/> when the type has none.</summary>
    public static AttributeDefinition? CoreAttribute(this ResourceType type, string name) =>
        type.Schema.Find(name) ?? WellKnownSchemas.Common.Find(name);
}
