using System.Text.Json.Nodes;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Mappers;

/// <summary>A change as a partial resource in the target's words, which the target merges (Leapsome's PATCH): the difference,
/// <see langword="null"/> for removed values, and the attributes that every merge must carry.</summary>
internal static class MergePatch
{
    /// <param name="said">The PATCH; <see langword="null"/> when it was a PUT.</param>
    /// <param name="before">The mapping's output for what the client saw.</param>
    /// <param name="after">The mapping's output for what the client wants.</param>
    public static TargetResource Of(PatchRequest? said, TargetResource before, TargetResource after, TargetCapabilities can)
    {
        var body = Body(Differences.OfResource(before.Tree, after.Tree));
        if (can.MergesAsScim11) Scim11Merge.Write(body, before.Tree);
        foreach (var path in can.MergeAlways) Carry(path, after.Tree, body);
        if (can.MergeReplaceMembersFlag is { } flag && body.ContainsKey("members")) body[flag] = Replaces(said);
        return new TargetResource(body);
    }

    /// <summary>Writes a removal into a merge: <see langword="null"/> at its place, or the row's empty value.</summary>
    /// <param name="removal">Made for this merge: its value becomes a part of the body.</param>
    public static void Clear(TargetResource body, PatchOperation removal) =>
        Lay(body.Tree, removal.Path is { } path ? Nested(path.Attribute, removal.Value) : (JsonObject)removal.Value!);

    private static JsonObject Nested(AttributePath path, JsonNode? value)
    {
        var attribute = new JsonObject { [path.Name] = path.SubName is null ? value : new JsonObject { [path.SubName] = value } };
        return path.Schema is null ? attribute : new JsonObject { [path.Schema] = attribute };
    }

    private static void Lay(JsonObject body, JsonObject more)
    {
        foreach (var (name, value) in more.TakeAll())
            if (value is JsonObject part && body.Find(name) is JsonObject there) Lay(there, part);
            else body[body.SpellingOf(name) ?? name] = value;
    }

    private static JsonObject Body(IEnumerable<Difference> differences)
    {
        var body = new JsonObject();
        foreach (var one in differences) body[one.Name] = one.IsNamed ? Changed(one) : Gone(one.Name, one.Old);
        return body;
    }

    private static JsonNode? Changed(Difference one) => (one.Old, one.New) switch
    {
        (JsonObject old, JsonObject becomes) when Differences.IsExtension(one.Name) => Body(Differences.OfMembers(old, becomes)),
        (JsonObject old, JsonObject becomes) => Whole(old, becomes),
        _ => one.New?.DeepClone(),
    };

    // An extension is not an attribute: its attributes are removed, since null for the whole means nothing to Leapsome. Nor does
    // null for the members: an empty list replaces them (RFC 7643 section 2.5: an empty list is the same as null).
    private static JsonNode? Gone(string name, JsonNode? old) => old switch
    {
        JsonObject extension when Differences.IsExtension(name) => Body(Differences.OfMembers(extension, [])),
        JsonArray when name == "members" => new JsonArray(),
        _ => null,
    };

    // Right for a target that takes it as the whole, and for one that merges it (RFC 7396).
    private static JsonObject Whole(JsonObject before, JsonObject after)
    {
        var whole = (JsonObject)after.DeepClone();
        foreach (var (name, _) in before)
            if (after.SpellingOf(name) is null) whole[name] = null;
        return whole;
    }

    private static void Carry(AttributePath path, JsonObject after, JsonObject body)
    {
        if (path.Schema is not null || body.SpellingOf(path.Name) is not null) return;
        if (after.SpellingOf(path.Name) is { } name) body[name] = after[name]?.DeepClone();
    }

    // Removing one member, too, sends the list of the remaining ones.
    private static bool Replaces(PatchRequest? patch) => patch is null || patch.Operations.Any(operation =>
        operation.Verb != PatchVerb.Add && operation.Path?.Attribute is { Schema: null, Name: "members" });
}
