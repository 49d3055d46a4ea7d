using System.Text.Json.Nodes;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Emulation.Requests;

/// <summary>The members of a group, and whether all of them are shown.</summary>
internal static class Membership
{
    public static PatchPath Path { get; } = new(new AttributePath(null, "members"));

    public static PatchPath Of(string id) => Path with
    {
        Where = new ComparisonFilter(new AttributePath(null, "value"), ComparisonOperator.Eq, FilterLiteral.Of(id)),
    };

    /// <summary>Whether a path is that of the members, or of a part of them.</summary>
    public static bool Is(AttributePath path) => (path with { SubName = null }).Equals(Path.Attribute);

    /// <summary>Whether a type has members.</summary>
    public static bool AreOf(ResourceMapping mapping) => mapping.Type.Schema.Find("members") is not null;

    public static bool IsOfMembers(this PatchOperation operation) => operation.Path is { } path && Is(path.Attribute);

    /// <summary>The ids of the members that a PATCH adds or sets.</summary>
    public static IEnumerable<string> Added(PatchRequest patch) => patch.Operations
        .Where(operation => operation.IsOfMembers() && operation.Verb != PatchVerb.Remove)
        .SelectMany(operation => operation.Value as JsonArray ?? [operation.Value?.DeepClone()])
        .OfType<JsonObject>().Select(Id).OfType<string>();

    /// <summary>Whether an operation sets all members: a replace of the list, or the removal of it.</summary>
    public static bool IsOfAllMembers(this PatchOperation operation) =>
        operation.IsOfMembers() && operation is { Verb: not PatchVerb.Add, Path: { Where: null, Attribute.SubName: null } };

    /// <summary>Whether a PUT sets all members, or says that there are none.</summary>
    public static bool AreSaid(ScimRequest replace) =>
        replace.Resource!.ContainsKey("members") || replace.Cleared.Contains(Path.Attribute);

    public static IEnumerable<JsonObject> In(JsonObject group) => (group["members"] as JsonArray ?? []).OfType<JsonObject>();

    public static string? Id(JsonObject member) => member.Find("value").IsString(out string? id) ? id : null;

    public static HashSet<string?> Ids(JsonObject group) => In(group).Select(Id).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether an answer may lack members: the target never shows them, or shows a limited number.</summary>
    public static bool MayBeCut(JsonObject group, ResourceMapping mapping) =>
        AreOf(mapping) && (!mapping.Can.MembersReturned || In(group).Count() >= mapping.Can.MembersShown);

    /// <summary>The members that a whole list is compared with: none, if the shown list may be cut short, because otherwise an
    /// equal list would not be sent, and members that are not shown would stay.</summary>
    public static JsonObject WithoutCut(JsonObject group, ResourceMapping mapping) =>
        MayBeCut(group, mapping) ? Without(group) : group;

    public static JsonObject Without(JsonObject group)
    {
        var rest = (JsonObject)group.DeepClone();
        rest.Remove("members");
        return rest;
    }

    /// <summary>The operation that sets all members.</summary>
    public static PatchOperation All(JsonArray? members) =>
        members is { Count: > 0 }
            ? new PatchOperation(PatchVerb.Replace, Path, members.DeepClone())
            : new PatchOperation(PatchVerb.Remove, Path, null);

    /// <summary>Refuses to replace a list of which an unknown part is not shown: it would be lost.</summary>
    /// <exception cref="ScimException">501.</exception>
    public static void RequireWhole(JsonObject group, ResourceMapping mapping)
    {
        if (MayBeCut(group, mapping))
            throw ScimException.NotImplemented($"{Shown(mapping)}: a change that sends the whole of it would throw out those who are not seen. Replace the whole list of members instead.");
    }

    /// <summary>Only a list that is shown tells which members to remove, if the target does not support a replace of
    /// it.</summary>
    /// <exception cref="ScimException">501.</exception>
    public static void RequireKnown(JsonObject group, ResourceMapping mapping)
    {
        if (MayBeCut(group, mapping))
            throw ScimException.NotImplemented($"{Shown(mapping)}, and takes no replace of all of them: nothing tells which of those who are not seen must go. Add and remove single members instead.");
    }

    private static string Shown(ResourceMapping mapping) => mapping.Can.MembersReturned
        ? $"The target shows at most {mapping.Can.MembersShown} members of a {mapping.Type.Name}, and this one may have more"
        : $"The target shows no members of a {mapping.Type.Name}";

    /// <summary>Members that stay are left as the target shows them, so that a missing <c>display</c> or <c>$ref</c> does not
    /// make them differ. Changes the wanted group.</summary>
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
