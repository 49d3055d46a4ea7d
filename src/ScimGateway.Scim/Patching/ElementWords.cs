using System.Runtime.CompilerServices;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary>The sub-attributes of a complex attribute as a resource type, so that a filter in brackets, whose paths are
/// relative to the element, is judged by the same schema rules as any other.</summary>
internal static class ElementWords
{
    private static readonly ConditionalWeakTable<AttributeDefinition, ResourceType> Known = [];

    public static ResourceType? Of(AttributeDefinition? definition) =>
        definition is null ? null : Known.GetValue(definition, Make);

    private static ResourceType Make(AttributeDefinition definition) => new()
    {
        Name = definition.Name,
        Endpoint = "/" + definition.Name,
        Schema = new SchemaDefinition
        {
            Id = definition.Name,
            Name = definition.Name,
            Attributes = definition.SubAttributes.Count > 0 ? definition.SubAttributes : [definition with { Name = "value", MultiValued = false }],
        },
    };
}
