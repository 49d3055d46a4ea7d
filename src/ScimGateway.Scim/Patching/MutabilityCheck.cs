using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary>What the schema forbids to change (RFC 7643 section 7 <c>mutability</c>, RFC 7644 section 3.5.2).</summary>
internal static class MutabilityCheck
{
    /// <summary>Refuses a change of one attribute or sub-attribute; writing what is there already is no change.</summary>
    /// <exception cref="ScimException"><c>mutability</c>.</exception>
    public static void Change(AttributeDefinition? definition, string place, JsonNode? before, JsonNode? after)
    {
        if (definition is null) return;
        if (definition.Required && Unassigned.Is(after) && !Unassigned.Is(before))
            throw ScimException.Mutability($"{place} is required and cannot be removed.");
        if (definition.Mutability is Mutability.ReadWrite or Mutability.WriteOnly || JsonNode.DeepEquals(before, after)) return;
        if (definition.Mutability == Mutability.ReadOnly) throw ScimException.Mutability($"{place} is read-only.");
        if (!Unassigned.Is(before))
            throw ScimException.Mutability($"{place} is immutable and has a value already; remove the whole element and add another.");
    }
}
