using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Emulation.Requests;

/// <summary>The members of a group: who they are, and whether all of them are seen.</summary>
internal static class Membership
{
    public static PatchPath Path { get; } = new(new AttributePath(null, "members"));

    public static PatchPath Of(string id) => Path with
    {
        Where = new ComparisonFilter(new AttributePath(null, "value"), ComparisonOperator.Eq, FilterLiteral.Of(id)),
    };

    /// <summary>Whether a path is theirs, or of a part of them.</summary>
    public static bool Is(AttributePath path) => (path with { SubName = null }).Equals(Path.Attribute);

    /// <summary>Whether a type has members.</summary>
    public static bool AreOf(ResourceMapping mapping) => mapping.Type.Schema.Find("members") is not null;

    public static bool IsOfMembers(this PatchOperation operation) => operation.Path is { } path && Is(path.Attribute);

    /// <summary>The ids of those whom a PATCH adds, or replaces others by.</summary>
    public static IEnumerable<string> Added(PatchRequest patch) => patch.Operations
        .Where(operation => operation.IsOfMembers() && operation.Verb != PatchVerb.Remove)
        .SelectMany(operation => operation.Value as JsonArray ?? [operation.Value?.DeepClone()])
        .OfType<JsonObject>().Select(Id).OfType<string>();

    /// <summary>Whether it says who all the members are: a replace of the list, or the removal of it.</summary>
    public static bool IsOfAllMembers(this PatchOperation operation) =>
        operation.IsOfMembers() && operation is { Verb: not PatchVerb.Add, Path: { Where: null, Attribute.SubName: null } };

    /// <summary>Whether a PUT says who all the members are, or that there are none.</summary>
    public static bool AreSaid(ScimRequest replace) =>
        replace.Resource!.ContainsKey("members") || replace.Cleared.Contains(Path.Attribute);

    public static IEnumerable<JsonObject> In(JsonObject group) => (group["members"] as JsonArray ?? []).OfType<JsonObject>();

    public static string? Id(JsonObject member) => member.Find("value").IsString(out string? id) ? id : null;

    public static HashSet<string?> Ids(JsonObject group) => In(group).Select(Id).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether an answer may lack members: the target never tells them, or tells only so many.</summary>
    public static bool MayBeCut(JsonObject group, ResourceMapping mapping) =>
        AreOf(mapping) && (!mapping.Can.MembersReturned || In(group).Count() >= mapping.Can.MembersShown);

    /// <summary>What a whole list of members is compared with: a list that may be cut short is none, or the same list would not
    /// be sent to those who were not seen.</summary>
    public static JsonObject WithoutCut(JsonObject group, ResourceMapping mapping) =>
        MayBeCut(group, mapping) ? Without(group) : group;

    public static JsonObject Without(JsonObject group)
    {
        var rest = (JsonObject)group.DeepClone();
        rest.Remove("members");
        return rest;
    }

    /// <summary>The operation that makes these all the members.</summary>
    public static PatchOperation All(JsonArray? members) =>
        members is { Count: > 0 }
            ? new PatchOperation(PatchVerb.Replace, Path, members.DeepClone())
            : new PatchOperation(PatchVerb.Remove, Path, null);

    /// <summary>Nothing may be replaced by a list of which an unknown part was not seen: it would be lost.</summary>
    /// <exception cref="ScimException">501.</exception>
    public static void RequireWhole(JsonObject group, ResourceMapping mapping)
    {
        if (MayBeCut(group, mapping))
            throw ScimException.NotImplemented($"{Shown(mapping)}: a change that sends the whole of it would throw out those who are not seen. Replace the whole list of members instead.");
    }

    /// <summary>Who must go only a list that was seen tells, where the target takes no replace of it.</summary>
    /// <exception cref="ScimException">501.</exception>
    public static void RequireKnown(JsonObject group, ResourceMapping mapping)
    {
        if (MayBeCut(group, mapping))
            throw ScimException.NotImplemented($"{Shown(mapping)}, and takes no replace of all of them: nothing tells which of those who are not seen must go. Add and remove single members instead.");
    }

    private static string Shown(ResourceMapping mapping) => mapping.Can.MembersReturned
        ? $"The target shows at most {mapping.Can.MembersShown} members of a {mapping.Type.Name}, and this one may have more"
        : $"The target shows no members of a {mapping.Type.Name}";

    /// <summary>Who was a member and stays one is left as the target shows them, so that they do not seem another for lack of a
    /// <c>display</c> or <c>$ref</c>. Changes the wanted group.</summary>
    public static JsonObject Keep(JsonObject wanted, JsonObject before)
    {
        var known = In(before)
            .Where(member => Id(member) is not null)
            .DistinctBy(Id, StringComparer.Ordinal)
            .ToDictionary(member => Id(member)!, StringComparer.Ordinal);
        if (wanted["members"] is not JsonArray members) return wanted;
        for (int i = 0; i < members.Count; i++)
            if (members[i] is JsonObject member && Id(member) is { } id && known.TryGetValue(id, out var shown))
                members[i] = shown.DeepClone();
        return wanted;
    }
}
