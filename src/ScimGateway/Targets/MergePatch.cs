using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Targets;

/// <summary>A change as a partial resource in the target's words, which the target merges (Leapsome's PATCH): what differs,
/// <see langword="null"/> for what is gone, and what every merge must carry.</summary>
internal static class MergePatch
{
    public static JsonObject Of(ScimRequest request, ResourceMapping mapping)
    {
        var before = mapping.ToTarget((JsonObject)request.Previous!.DeepClone(), ScimOperation.Patch);
        var after = mapping.ToTarget((JsonObject)request.Resource!.DeepClone(), ScimOperation.Patch);
        var body = Difference(before, after);
        foreach (var path in mapping.Can.MergeAlways) Carry(path, after, body);
        if (mapping.Can.MergeReplaceMembersFlag is { } flag && body.ContainsKey("members")) body[flag] = Replaces(request.Patch);
        return body;
    }

    /// <summary>The same as a PatchOp: each attribute that differs, whole.</summary>
    public static PatchRequest Operations(ScimRequest request, ResourceMapping mapping)
    {
        var before = mapping.ToTarget((JsonObject)request.Previous!.DeepClone(), ScimOperation.Patch);
        var after = mapping.ToTarget((JsonObject)request.Resource!.DeepClone(), ScimOperation.Patch);
        return new PatchRequest([.. Operations(null, before, after)]);
    }

    private static IEnumerable<PatchOperation> Operations(string? schema, JsonObject before, JsonObject after)
    {
        foreach (var (name, old, value) in Differing(before, after))
        {
            if (schema is null && name is "schemas" or "meta" or "id") continue;
            if (schema is null && IsExtension(name))
                foreach (var inner in Operations(name, old as JsonObject ?? [], value as JsonObject ?? [])) yield return inner;
            else if (old is JsonObject oldPart && value is JsonObject newPart) // replacing it would leave the parts that are gone (RFC 7644 section 3.5.2.3)
                foreach (var (part, _, inner) in Differing(oldPart, newPart)) yield return Operation(new AttributePath(schema, name, part), inner);
            else
                yield return Operation(new AttributePath(schema, name), value);
        }
    }

    private static IEnumerable<(string Name, JsonNode? Old, JsonNode? New)> Differing(JsonObject before, JsonObject after) => before.Concat(after)
        .Select(member => member.Key).Distinct(StringComparer.OrdinalIgnoreCase)
        .Select(name => (name, before.Find(name), after.Find(name)))
        .Where(pair => !JsonNode.DeepEquals(pair.Item2, pair.Item3));

    private static PatchOperation Operation(AttributePath path, JsonNode? value)
    {
        if (IsWord(path.Name) && (path.SubName is null || IsWord(path.SubName)))
            return new PatchOperation(value is null ? PatchVerb.Remove : PatchVerb.Replace, new PatchPath(path), value?.DeepClone());
        // A name with spaces stands in no path, and without a path nothing can be removed; null is "unassigned" (RFC 7643 section 2.5).
        var member = path.SubName is null ? value?.DeepClone() : new JsonObject { [path.SubName] = value?.DeepClone() };
        var holder = new JsonObject { [path.Name] = member };
        return new PatchOperation(PatchVerb.Replace, null, path.Schema is null ? holder : new JsonObject { [path.Schema] = holder });
    }

    private static bool IsWord(string name) => name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '$');

    private static JsonObject Difference(JsonObject before, JsonObject after)
    {
        var body = new JsonObject();
        foreach (var (name, value) in after)
        {
            var old = before.Find(name);
            if (name is "schemas" or "meta" or "id" || JsonNode.DeepEquals(old, value)) continue;
            body[name] = (old, value) switch
            {
                (JsonObject oldPart, JsonObject newPart) when IsExtension(name) => Difference(oldPart, newPart),
                (JsonObject oldPart, JsonObject newPart) => Whole(oldPart, newPart),
                _ => value?.DeepClone(),
            };
        }

        foreach (var (name, old) in before)
            if (name is not ("schemas" or "meta" or "id") && after.SpellingOf(name) is null) body[name] = Gone(name, old);
        return body;
    }

    // An extension is no attribute: its attributes are what is gone, and null for the whole says nothing to Leapsome.
    private static JsonObject? Gone(string name, JsonNode? old) =>
        old is JsonObject extension && IsExtension(name) ? Difference(extension, []) : null;

    private static bool IsExtension(string name) => name.StartsWith("urn:", StringComparison.OrdinalIgnoreCase);

    // Right for a target that takes it for the whole, and for one that merges it into what is there (RFC 7396).
    private static JsonObject Whole(JsonObject before, JsonObject after)
    {
        var whole = (JsonObject)after.DeepClone();
        foreach (var (name, _) in before)
            if (after.SpellingOf(name) is null) whole[name] = null;
        return whole;
    }

    private static void Carry(AttributePath path, JsonObject after, JsonObject body)
    {
        if (path.Schema is null && after.SpellingOf(path.Name) is { } name && !body.ContainsKey(name)) body[name] = after[name]?.DeepClone();
    }

    private static bool Replaces(PatchRequest? patch) => patch is null || patch.Operations.Any(operation =>
        operation.Verb != PatchVerb.Add && operation.Path is { Where: null } path && path.Attribute.Name == "members");
}
