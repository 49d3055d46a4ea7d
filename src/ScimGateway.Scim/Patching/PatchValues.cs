using System.Text.Json.Nodes;
using ScimGateway.Scim.Policies;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Values;

namespace ScimGateway.Scim.Patching;

/// <summary>The values of a PATCH. A read-only part is a fault, or is left out if the client's profile drops it.</summary>
internal sealed class PatchValues : IValueDoor
{
    private readonly ReadingRules rules;
    private readonly ValueReader values;

    public PatchValues(ReadingRules rules)
    {
        this.rules = rules;
        values = new ValueReader(rules, this);
    }

    /// <summary>The value of a whole attribute or sub-attribute; <see langword="null"/>: none.</summary>
    public JsonNode? Whole(AttributeDefinition? attribute, Place place, JsonNode? value) => values.Any(attribute, place, value);

    /// <summary>One element of a multi-valued attribute.</summary>
    public JsonNode? Element(AttributeDefinition? attribute, Place place, JsonNode? value) => values.One(attribute, place, value);

    bool IValueDoor.Ignores(AttributeDefinition? attribute, Place place) =>
        attribute is { Mutability: Mutability.ReadOnly } && PlaceCheck.IsIgnored(attribute, place.ToString(), rules);

    // A removed value is read from the operation itself: only there "replace" or "add" says what "no value" means.
    void IValueDoor.Unassigned(Place place, JsonNode? value)
    {
    }
}
