using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Patching;

/// <summary>The operations between two lists: elements with a <c>value</c> are added and removed one by one, others all
/// together.</summary>
internal static class ElementDiff
{
    public static IEnumerable<PatchOperation> Between(
        PatchPath path,
        JsonArray was,
        JsonArray becomes,
        AttributeDefinition? definition
    )
    {
        if (
            ByValue(was) is not { } old
            || ByValue(becomes) is not { } now
            || becomes.Count(IsPrimary) > 1
            || (
                definition is { Required: true }
                && !now.Any(entry => JsonNode.DeepEquals(entry.Value, old.GetValueOrDefault(entry.Key)))
            )
        )
            return [new PatchOperation(PatchVerb.Replace, path, becomes.DeepClone())];
        string[] removed = [.. old.Where(entry => !JsonNode.DeepEquals(entry.Value, now.GetValueOrDefault(entry.Key)))
            .Select(entry => entry.Key)];
        JsonNode[] added = [.. now.Where(entry => !JsonNode.DeepEquals(entry.Value, old.GetValueOrDefault(entry.Key)))
            .Select(entry => entry.Value.DeepClone())];
        var removals = removed.Select(value => new PatchOperation(PatchVerb.Remove, path with { Where = HasValue(value) }, null));
        return added.Length == 0 ? removals : [.. removals, new PatchOperation(PatchVerb.Add, path, new JsonArray(added))];
    }

    // Values compare without regard to case in most schemas, so a filter cannot select one of two that differ only in case.
    private static Dictionary<string, JsonNode>? ByValue(JsonArray elements)
    {
        var byValue = new Dictionary<string, JsonNode>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in elements)
            if (element is not JsonObject || ElementIndex.KeyOf(element) is not { } value || !byValue.TryAdd(value, element))
                return null;
        return byValue;
    }

    private static bool IsPrimary(JsonNode? element) =>
        element is JsonObject members && members.Find("primary")?.GetValueKind() == JsonValueKind.True;

    private static ComparisonFilter HasValue(string value) =>
        new(new AttributePath(null, "value"), ComparisonOperator.Eq, FilterLiteral.Of(value));
}
