using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Values;

namespace ScimGateway.Scim.Patching;

/// <summary>Changes that the schema forbids (RFC 7643 section 7 <c>mutability</c>, RFC 7644 section 3.5.2).</summary>
internal static class MutabilityCheck
{
    /// <summary>Refuses a change of one attribute or sub-attribute; writing the stored value is not a change.</summary>
    /// <exception cref="ScimException"><c>mutability</c>.</exception>
    public static void Change(AttributeDefinition? definition, PatchPath path, JsonNode? before, JsonNode? after)
    {
        if (Fault(definition, before, after) is { } fault) throw ScimException.Mutability($"{path} {fault}");
    }

    /// <summary>The fault of a change, the end of a sentence; <see langword="null"/> when there is none.</summary>
    public static string? Fault(AttributeDefinition? definition, JsonNode? before, JsonNode? after)
    {
        if (definition is null) return null;
        if (definition.Required && Unassigned.Is(after) && !Unassigned.Is(before)) return "is required and cannot be removed.";
        if (definition.Mutability is Mutability.ReadWrite or Mutability.WriteOnly || JsonNode.DeepEquals(before, after))
            return null;
        if (definition.Mutability == Mutability.ReadOnly) return "is read-only.";
        return Unassigned.Is(before) ? null : "is immutable and has a value already; remove the whole element and add another.";
    }
}
