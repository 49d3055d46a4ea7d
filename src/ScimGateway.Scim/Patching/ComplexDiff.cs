using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary>The operations between two values of a complex attribute: one replace of the parts that differ, a remove for each
/// removed part.</summary>
internal static class ComplexDiff
{
    public static IEnumerable<PatchOperation> Between(
        PatchPath path,
        JsonObject was,
        JsonObject becomes,
        AttributeDefinition? definition
    )
    {
        if (ChangesImmutable(was, becomes, definition))
        {
            yield return PatchCanonicaliser.At(PatchVerb.Remove, path, null);
            yield return PatchCanonicaliser.At(PatchVerb.Add, path, becomes.DeepClone());
            yield break;
        }

        string[] gone = [.. Writable(was, definition).Where(name => becomes.SpellingOf(name) is null)];
        var parts = Different(was, becomes, definition);
        foreach (string name in gone.Where(name => !InPath(path, name))) parts[name] = null;
        if (parts.Count > 0) yield return PatchCanonicaliser.At(PatchVerb.Replace, path, parts);
        foreach (string name in gone.Where(name => InPath(path, name)))
            yield return new PatchOperation(
                PatchVerb.Remove,
                new PatchPath(path.Attribute with { SubName = definition?.Sub(name)?.Name ?? name }),
                null
            );
    }

    private static JsonObject Different(JsonObject was, JsonObject becomes, AttributeDefinition? definition)
    {
        var parts = new JsonObject();
        foreach (string name in Writable(becomes, definition))
            if (!JsonNode.DeepEquals(was.Find(name), becomes[name])) parts[name] = becomes[name]!.DeepClone();
        return parts;
    }

    private static IEnumerable<string> Writable(JsonObject members, AttributeDefinition? definition) =>
        members.Select(member => member.Key).Where(name => definition?.Sub(name)?.Mutability != Mutability.ReadOnly);

    private static bool ChangesImmutable(JsonObject was, JsonObject becomes, AttributeDefinition? definition) =>
        was.Any(member =>
            definition?.Sub(member.Key)?.Mutability == Mutability.Immutable
            && !JsonNode.DeepEquals(member.Value, becomes.Find(member.Key)));

    private static bool InPath(PatchPath path, string sub) => OddNames.IsRegular(path.Attribute.Name) && OddNames.IsRegular(sub);
}
