using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Leapsome;

/// <summary>The <c>/Groups</c> of Leapsome: members are accepted and never shown.</summary>
internal sealed class LeapsomeGroups(ResourceStore teams, Func<string, bool> userExists, TimeProvider time)
{
    private const int DefaultCount = 100;
    private const int MaxCount = 1000;
    private const int MaxMembers = 100;
    private const int MaxDisplayName = 128;

    public JsonObject List(Ask ask)
    {
        var page = Page.Of(ask, DefaultCount, MaxCount);
        if (!ask.Query.TryGetValue("filter", out string? text)) return page.Message([.. teams.All], group => Show(group, ask));
        var filter = EqFilter.Parse(text);
        if (!filter.Names("displayName")) throw EqFilter.Unknown(text);
        return page.Message([.. teams.All.Where(group => IsNamed(group, filter.Value))], group => Show(group, ask));
    }

    public JsonObject Read(string id, Ask ask) => Show(Find(id), ask);

    public JsonObject Create(Ask ask)
    {
        var body = ask.Json();
        string name = Name(body);
        if (teams.All.Any(other => IsNamed(other, name))) throw new ScimException(409, null, "Group already exists");
        var group = new JsonObject { ["id"] = LeapsomeId.Of("65aac0de", teams.Issued + 1), ["displayName"] = name };
        if (body["externalId"].IsString(out string? externalId)) group["externalId"] = externalId;
        group["members"] = Members(Asked(body));
        group["meta"] = LeapsomeMeta.New("Group", time);
        teams.Save(group);
        return LeapsomeMeta.AsOfCreate(Show(group, ask));
    }

    /// <summary>Merges a partial group: its members are added, or with <c>replaceMembers</c> they replace.</summary>
    public JsonObject Merge(string id, Ask ask)
    {
        var group = Find(id).DeepClone().AsObject();
        var body = ask.Json();
        if (body["members"] is null && body["displayName"] is null)
            throw ScimException.InvalidValue("members or displayName is required");
        if (body["displayName"] is not null) group["displayName"] = Name(body);
        if (body["members"] is not null) group["members"] = Members(Replaces(body) ? Few(body) : Asked(group).Concat(Few(body)));
        LeapsomeMeta.Touch(group, time);
        teams.Save(group);
        return Show(group, ask);
    }

    private static bool IsNamed(JsonObject group, string name) =>
        CoreUser.Holds(group, "displayName", name, StringComparison.Ordinal);

    private static string Name(JsonObject body) =>
        body["displayName"].IsString(out string? name) && name.Length is > 0 and <= MaxDisplayName
            ? name
            : throw ScimException.InvalidValue($"displayName must be a string of 1 to {MaxDisplayName} characters");

    private static bool Replaces(JsonObject body) => body["replaceMembers"]?.GetValueKind() switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw ScimException.InvalidValue("replaceMembers must be true or false"),
    };

    private static IReadOnlyList<string> Few(JsonObject body) => Asked(body) is { Count: <= MaxMembers } members
        ? members
        : throw ScimException.InvalidValue($"A PATCH takes at most {MaxMembers} members");

    private static IReadOnlyList<string> Asked(JsonObject body) => body["members"] switch
    {
        null => [],
        JsonArray members => [.. members.Select(Member)],
        _ => throw NoMember(),
    };

    private static string Member(JsonNode? member) =>
        member is JsonObject reference && reference["value"].IsString(out string? id) ? id : throw NoMember();

    private static ScimException NoMember() => ScimException.InvalidValue("members must be an array of objects with a value");

    private JsonArray Members(IEnumerable<string> ids)
    {
        var members = new JsonArray();
        foreach (string id in ids.Distinct(StringComparer.Ordinal))
        {
            if (!userExists(id)) throw ScimException.InvalidValue($"User {id} does not exist");
            members.Add((JsonNode)new JsonObject { ["value"] = id });
        }

        return members;
    }

    private JsonObject Find(string id) =>
        teams.TryFind(id, out var group) ? group : throw ScimException.Unauthorized("Group does not exist");

    private static JsonObject Show(JsonObject group, Ask ask)
    {
        var shown = new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.Group) };
        foreach (var (name, value) in group) shown[name] = value?.DeepClone();
        shown["members"] = new JsonArray();
        shown["meta"] = LeapsomeMeta.Show(group, $"{ask.Root}/Groups/{group["id"]}");
        return shown;
    }
}
