namespace ScimGateway.Scim.Schemas;

public enum AttributeType { String, Boolean, Decimal, Integer, DateTime, Reference, Binary, Complex }

public enum Mutability { ReadWrite, ReadOnly, Immutable, WriteOnly }

public enum Returned { Default, Always, Never, Request }

public enum Uniqueness { None, Server, Global }

/// <summary>One attribute of a schema and its characteristics (RFC 7643 sections 2.2 and 7).</summary>
public sealed record AttributeDefinition
{
    public required string Name { get; init; }

    public AttributeType Type { get; init; } = AttributeType.String;

    public bool MultiValued { get; init; }

    public string? Description { get; init; }

    public bool Required { get; init; }

    public bool CaseExact { get; init; }

    public Mutability Mutability { get; init; } = Mutability.ReadWrite;

    public Returned Returned { get; init; } = Returned.Default;

    public Uniqueness Uniqueness { get; init; } = Uniqueness.None;

    public IReadOnlyList<string> CanonicalValues { get; init; } = [];

    public IReadOnlyList<string> ReferenceTypes { get; init; } = [];

    public IReadOnlyList<AttributeDefinition> SubAttributes { get; init; } = [];

    /// <summary>The sub-attribute of that name, in any case (RFC 7643 section 2.1).</summary>
    public AttributeDefinition? Sub(string name)
    {
        foreach (var sub in SubAttributes)
            if (sub.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return sub;
        return null;
    }
}
