namespace ScimGateway.Scim.Schemas;

/// <summary>The data types of RFC 7643 section 2.3.</summary>
public enum AttributeType
{
    /// <summary>Text (section 2.3.1).</summary>
    String,

    /// <summary><c>true</c> or <c>false</c> (section 2.3.2).</summary>
    Boolean,

    /// <summary>A number with or without a fraction (section 2.3.3).</summary>
    Decimal,

    /// <summary>A whole number (section 2.3.4).</summary>
    Integer,

    /// <summary>An instant as xsd:dateTime (section 2.3.5).</summary>
    DateTime,

    /// <summary>A URI (section 2.3.7).</summary>
    Reference,

    /// <summary>Bytes in base 64 (section 2.3.6).</summary>
    Binary,

    /// <summary>An object of sub-attributes (section 2.3.8).</summary>
    Complex,
}

/// <summary>Who may change an attribute (RFC 7643 section 7).</summary>
public enum Mutability
{
    /// <summary>Read and written at any time.</summary>
    ReadWrite,

    /// <summary>Set by the server alone.</summary>
    ReadOnly,

    /// <summary>Written once, with the resource or its element, and never changed.</summary>
    Immutable,

    /// <summary>Written and never returned: a password.</summary>
    WriteOnly,
}

/// <summary>When an attribute is in an answer (RFC 7643 section 7).</summary>
public enum Returned
{
    /// <summary>Unless the client leaves it out.</summary>
    Default,

    /// <summary>Whatever the client asks.</summary>
    Always,

    /// <summary>In no answer.</summary>
    Never,

    /// <summary>Only when the client names it.</summary>
    Request,
}

/// <summary>The scope in which a value is unique (RFC 7643 section 7).</summary>
public enum Uniqueness
{
    /// <summary>Values may be equal.</summary>
    None,

    /// <summary>Within one server's resources of the type.</summary>
    Server,

    /// <summary>Everywhere.</summary>
    Global,
}

/// <summary>One attribute of a schema and its characteristics (RFC 7643 sections 2.2 and 7).</summary>
public sealed record AttributeDefinition
{
    /// <summary>As the schema spells it; it is read in any case.</summary>
    public required string Name { get; init; }

    /// <summary>The type of a value, or of each value.</summary>
    public AttributeType Type { get; init; } = AttributeType.String;

    /// <summary>Whether its value is an array (section 2.4).</summary>
    public bool MultiValued { get; init; }

    /// <summary>For people; <see langword="null"/> when the schema has none.</summary>
    public string? Description { get; init; }

    /// <summary>Whether a resource must have it.</summary>
    public bool Required { get; init; }

    /// <summary>Whether its text compares exactly; otherwise without regard to case.</summary>
    public bool CaseExact { get; init; }

    /// <summary>Who may change it; <c>readWrite</c> when the schema does not say.</summary>
    public Mutability Mutability { get; init; } = Mutability.ReadWrite;

    /// <summary>When it is returned; <c>default</c> when the schema does not say.</summary>
    public Returned Returned { get; init; } = Returned.Default;

    /// <summary>The scope in which it is unique; <c>none</c> when the schema does not say.</summary>
    public Uniqueness Uniqueness { get; init; } = Uniqueness.None;

    /// <summary>Values that the schema suggests (<c>work</c>, <c>home</c>); others are allowed.</summary>
    public IReadOnlyList<string> CanonicalValues { get; init; } = [];

    /// <summary>What a reference may point to: names of resource types, <c>external</c>, <c>uri</c>.</summary>
    public IReadOnlyList<string> ReferenceTypes { get; init; } = [];

    /// <summary>The parts of a complex attribute; none for every other.</summary>
    public IReadOnlyList<AttributeDefinition> SubAttributes { get; init; } = [];

    /// <summary>The sub-attribute of that name, in any case (RFC 7643 section 2.1).</summary>
    public AttributeDefinition? Sub(string name)
    {
        foreach (var sub in SubAttributes)
            if (sub.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return sub;
        return null;
    }
}
