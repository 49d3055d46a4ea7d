using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;
using ScimGateway.Scim.Values;

namespace ScimGateway.Scim.Patching;

/// <summary>Computes the PATCH that leads from one state of a resource to another: it emulates a replacement at a target without
/// PUT, or with limits on it.</summary>
public static class PatchDiff
{
    /// <summary>The smallest canonical PATCH: applied to <paramref name="before"/> it gives <paramref name="after"/>, except
    /// <c>id</c>, <c>meta</c>, <c>schemas</c> and read-only attributes, which a PATCH cannot set, and the order of
    /// elements.</summary>
    /// <remarks>An attribute is unassigned in <paramref name="after"/> when it is missing there. Elements with a <c>value</c> are
    /// added and removed one by one, so that elements that others added meanwhile stay.</remarks>
    public static PatchRequest Between(JsonObject before, JsonObject after, ResourceType type)
    {
        var operations = new List<PatchOperation>();
        foreach (string name in Names(before, after).Where(name => name.ToLowerInvariant() is not ("schemas" or "id" or "meta")))
        {
            var (was, becomes) = (before.Find(name), after.Find(name));
            operations.AddRange(IsExtension(name, was, becomes)
                ? Extension(name, was as JsonObject, becomes as JsonObject, type)
                : Attribute(new AttributePath(null, name), was, becomes, type));
        }

        return new PatchRequest(operations);
    }

    private static IEnumerable<string> Names(JsonObject before, JsonObject after) => before.Select(member => member.Key)
        .Concat(after.Select(member => member.Key))
        .Distinct(StringComparer.OrdinalIgnoreCase);

    private static bool IsExtension(string name, JsonNode? was, JsonNode? becomes) =>
        name.Contains(':', StringComparison.Ordinal) && (was is JsonObject || becomes is JsonObject);

    // One attribute after the other, even if the whole extension is removed: many servers do not support a path that is only a
    // URI.
    private static IEnumerable<PatchOperation> Extension(string urn, JsonObject? was, JsonObject? becomes, ResourceType type) =>
        Names(was ?? [], becomes ?? [])
            .SelectMany(name => Attribute(new AttributePath(urn, name), was?.Find(name), becomes?.Find(name), type));

    private static IEnumerable<PatchOperation> Attribute(AttributePath name, JsonNode? was, JsonNode? becomes, ResourceType type)
    {
        var path = new PatchPath(type.Canonical(name));
        var definition = type.Find(path.Attribute);
        (was, becomes) = (Unassigned.Without(was), Unassigned.Without(becomes));
        if (definition?.Mutability == Mutability.ReadOnly || JsonNode.DeepEquals(was, becomes)) return [];
        if (becomes is null) return [PatchCanonicaliser.At(PatchVerb.Remove, path, null)];
        if (was is null) return [PatchCanonicaliser.At(PatchVerb.Add, path, becomes)];
        return (was, becomes) switch
        {
            (JsonObject old, JsonObject now) => ComplexDiff.Between(path, old, now, definition),
            (JsonArray old, JsonArray now) when OddNames.IsRegular(path.Attribute.Name) => ElementDiff.Between(
                path,
                old,
                now,
                definition
            ),
            _ => [PatchCanonicaliser.At(PatchVerb.Replace, path, becomes)],
        };
    }
}
