using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Answers;

/// <summary>What is known of one member of an answer: the form of its value when nothing is wrong with it.</summary>
internal sealed class MemberPlan
{
    private MemberPlan(Passage passage) => Passage = passage;

    /// <summary>How it reaches the client, if its value has that form.</summary>
    public Passage Passage { get; }

    /// <summary>The type of its values, for an attribute that a schema knows.</summary>
    public AttributeType? Type { get; private init; }

    /// <summary>The members of an extension's object or of a complex attribute; <see langword="null"/>: no schema defines
    /// them.</summary>
    public MemberNames<MemberPlan>? Inside { get; private init; }

    /// <summary>Whether it refers to another resource by its address, which is always rewritten.</summary>
    public bool IsReference { get; private init; }

    /// <summary>Where its values go; <see langword="null"/>: they stay.</summary>
    public MemberMoves? Moves { get; private init; }

    /// <summary>Whether the value is converted, so that it only must be a plain one, of any type.</summary>
    public bool IsConverted { get; private init; }

    public static MemberPlan Always { get; } = new(Passage.Touched);

    public static MemberPlan Unknown { get; } = new(Passage.Copied);

    public static MemberPlan Convertible { get; } = new(Passage.Copied) { IsConverted = true };

    public static MemberPlan Of(AttributeDefinition attribute, Passage passage = Passage.Copied) =>
        new(IsSeldomReturned(attribute) ? Passage.Touched : passage)
        {
            Type = attribute.Type,
            IsReference = attribute.Name == "$ref",
            Inside = attribute.Type == AttributeType.Complex ? Named(attribute.SubAttributes) : null,
        };

    public static MemberPlan Of(SchemaDefinition extension) =>
        extension.Attributes.Any(IsSeldomReturned) ? Always : new(Passage.Copied) { Inside = Named(extension.Attributes) };

    public static MemberPlan Of(MemberMoves moves) => new(Passage.Moved) { Moves = moves };

    public static bool IsSeldomReturned(AttributeDefinition attribute) =>
        attribute.Returned is Returned.Never or Returned.Request || attribute.SubAttributes.Any(IsSeldomReturned);

    private static MemberNames<MemberPlan> Named(IEnumerable<AttributeDefinition> attributes) =>
        new(attributes.Select(attribute => KeyValuePair.Create(attribute.Name, Of(attribute))));
}
