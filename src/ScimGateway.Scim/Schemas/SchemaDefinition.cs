using System.Collections.Frozen;

namespace ScimGateway.Scim.Schemas;

/// <summary>A schema as data (RFC 7643 section 7): its URI and its attributes.</summary>
public sealed record SchemaDefinition
{
    private readonly FrozenDictionary<string, AttributeDefinition> byName = FrozenDictionary<string, AttributeDefinition>.Empty;
    private readonly IReadOnlyList<AttributeDefinition> attributes = [];

    /// <summary>Its URI.</summary>
    public required string Id { get; init; }

    /// <summary>Its name for people: <c>User</c>.</summary>
    public required string Name { get; init; }

    /// <summary>For people; <see langword="null"/> when there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Its attributes; no two names differ only in case.</summary>
    public IReadOnlyList<AttributeDefinition> Attributes
    {
        get => attributes;
        init
        {
            attributes = value;
            byName = value.ToFrozenDictionary(attribute => attribute.Name, StringComparer.OrdinalIgnoreCase);
        }
    }

    /// <summary>The attribute of that name, in any case (RFC 7643 section 2.1).</summary>
    public AttributeDefinition? Find(string name) => byName.GetValueOrDefault(name);
}
