using System.Text.Json.Nodes;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Mapping.Mappers;

/// <summary>A change as a PatchOp in the target's words: each attribute that differs there, as a whole, and the members that are
/// added and removed.</summary>
internal static class DifferencePatch
{
    /// <param name="before">The mapping's output for what the client saw.</param>
    /// <param name="after">The mapping's output for what the client wants.</param>
    /// <param name="empties">Whether the target accepts one operation that removes all members.</param>
    public static IEnumerable<PatchOperation> Between(TargetResource before, TargetResource after, bool empties) =>
        Operations(null, before.Tree, after.Tree, empties);

    private static IEnumerable<PatchOperation> Operations(string? schema, JsonObject before, JsonObject after, bool empties)
    {
        var differences = schema is null ? Differences.OfResource(before, after) : Differences.OfMembers(before, after);
        foreach (var (name, old, value, isNamed) in differences)
        {
            if (schema is null && Differences.IsExtension(name))
                foreach (var inner in Operations(name, old as JsonObject ?? [], value as JsonObject ?? [], empties))
                    yield return inner;
            // replacing it would leave the parts that are gone (RFC 7644 section 3.5.2.3)
            else if (old is JsonObject oldPart && value is JsonObject newPart)
                foreach (var (part, _, inner, isNull) in Differences.OfMembers(oldPart, newPart))
                    yield return Operation(new AttributePath(schema, name, part), inner, isNull);
            else if (schema is null && name == "members" && old is JsonArray were && (value is JsonArray || !empties))
                foreach (var operation in Members(were, value)) yield return operation;
            else
                yield return Operation(new AttributePath(schema, name), value, isNamed);
        }
    }

    // One by one, so that members who were added meanwhile stay, and the target's limit on members is kept.
    private static IEnumerable<PatchOperation> Members(JsonArray were, JsonNode? are) =>
        are is null
            ? were.OfType<JsonObject>()
                .Select(member => member.Find("value"))
                .Where(id => id.IsString(out _))
                .Select(id => Removal(id!.GetValue<string>()))
            : PatchDiff.Between(Group(were), Group(are), ResourceType.Group).Operations;

    private static JsonObject Group(JsonNode members) => new() { ["members"] = members.DeepClone() };

    private static PatchOperation Removal(string id) => new(PatchVerb.Remove, new PatchPath(
        new AttributePath(null, "members"),
        new ComparisonFilter(new AttributePath(null, "value"), ComparisonOperator.Eq, FilterLiteral.Of(id))
    ), null);

    private static PatchOperation Operation(AttributePath path, JsonNode? value, bool isNamed)
    {
        if (IsWord(path.Name) && (path.SubName is null || IsWord(path.SubName)))
            return new PatchOperation(
                value is null && !isNamed ? PatchVerb.Remove : PatchVerb.Replace,
                new PatchPath(path),
                value?.DeepClone()
            );
        // No path can name an attribute with spaces, and nothing can be removed without a path; null is "unassigned" (RFC 7643
        // section 2.5).
        var member = path.SubName is null ? value?.DeepClone() : new JsonObject { [path.SubName] = value?.DeepClone() };
        var holder = new JsonObject { [path.Name] = member };
        return new PatchOperation(
            PatchVerb.Replace,
            null,
            path.Schema is null ? holder : new JsonObject { [path.Schema] = holder }
        );
    }

    private static bool IsWord(string name) =>
        name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '$');
}
