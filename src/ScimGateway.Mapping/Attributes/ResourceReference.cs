using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Attributes;

/// <summary>What becomes of a reference to a resource that the target does not have.</summary>
public enum MissingReference
{
    /// <summary>The change is refused.</summary>
    Refuse,

    /// <summary>The reference is left out of the change, with a warning.</summary>
    Omit,

    /// <summary>The reference is stored, shown, and sent when the resource is there.</summary>
    Defer,
}

/// <summary>An attribute that names another resource, or a list that names several (<c>reference: { type: "User", by: "userName"
/// }</c>). The host resolves it: before <c>ToTarget</c> from what the client calls the resource to what the target knows it by,
/// after <c>ToClient</c> back to its id.</summary>
/// <param name="Path">Where it stands, in the client's words: a string, a list of strings, or a list of objects whose
/// <c>value</c> names the resource.</param>
/// <param name="Type">The resource type that it names: <c>User</c>, <c>Group</c>.</param>
/// <param name="By">The attribute of that resource, in the client's words, that the target wants; <c>id</c>: nothing is
/// converted.</param>
public sealed record ResourceReference(AttributePath Path, string Type, AttributePath By)
{
    /// <summary>The attribute that every resource has, and the name that a client's value is if nothing else is said.</summary>
    public static AttributePath Id { get; } = new(null, "id");

    public MissingReference Missing { get; init; }

    /// <summary>The attributes, in the client's words, by which a client's value may name the resource; the first that finds one
    /// counts.</summary>
    public IReadOnlyList<AttributePath> Names { get; init; } = [Id];

    /// <summary>Whether it names several resources.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether the target knows the resource by its id, so that an answer needs no conversion.</summary>
    public bool IsById => By.Equals(Id);
}
