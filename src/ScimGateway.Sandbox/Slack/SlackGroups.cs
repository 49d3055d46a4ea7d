using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Slack;

/// <summary>The <c>/Groups</c> of Slack, which become the groups of an identity provider in its administration.</summary>
internal sealed class SlackGroups(ResourceStore groups, ResourceStore people, TimeProvider time)
{
    public JsonObject List(Ask ask)
    {
        var page = Page.Of(ask, SlackVendor.DefaultCount, SlackVendor.MaxCount);
        JsonObject[] matches = ask.Query.TryGetValue("filter", out string? filter)
            ? [.. groups.All.Where(Matching(filter))]
            : [.. groups.All];
        return page.Message(matches, group => Show(group, ask));
    }

    public JsonObject Read(string id, Ask ask) => Show(Find(id), ask);

    public JsonObject Create(Ask ask)
    {
        var meta = new JsonObject { ["created"] = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:sszzz") };
        return Save($"S{groups.Issued + 1:D8}", ask.Json(), meta, ask);
    }

    public JsonObject Replace(string id, Ask ask) => Save(id, ask.Json(), Find(id)["meta"]!, ask);

    public void Patch(string id, Ask ask)
    {
        var changed = Find(id).DeepClone().AsObject();
        SlackPatch.Apply(ask.Json(), changed);
        Save(id, changed, changed["meta"]!, ask);
    }

    public void Delete(string id) => groups.Remove(Find(id)["id"]!.GetValue<string>());

    /// <summary>The groups of a user, as the user resource shows them.</summary>
    public JsonArray Of(string user) => new([.. groups.All
        .Where(group => Members(group).Contains(user, StringComparer.Ordinal))
        .Select(group => new JsonObject {
            ["value"] = group["id"]!.DeepClone(),
            ["display"] = group["displayName"]!.DeepClone(),
        })]);

    private JsonObject Save(string id, JsonObject body, JsonNode meta, Ask ask)
    {
        if (!body["displayName"].IsString(out string? name) || name.Length is 0)
            throw new ScimException(400, null, "display_name_required");
        if (groups.All.Any(other => IsNamed(other, name) && other["id"]!.GetValue<string>() != id))
            throw new ScimException(409, null, "group_name_taken");
        var group = new JsonObject { ["id"] = id, ["displayName"] = name };
        if (body["externalId"].IsString(out string? externalId)) group["externalId"] = externalId;
        group["members"] = new JsonArray([.. Members(body).Distinct(StringComparer.Ordinal).Select(Member)]);
        group["meta"] = meta.DeepClone();
        groups.Save(group);
        return Show(group, ask);
    }

    private JsonObject Member(string id) => people.TryFind(id, out var person)
        ? new JsonObject { ["value"] = id, ["display"] = person["userName"]!.DeepClone() }
        : throw new ScimException(404, null, "user_not_found");

    private static IEnumerable<string> Members(JsonObject group) => group["members"] switch
    {
        null => [],
        JsonArray members => members.Select(member =>
            member is JsonObject one && one["value"].IsString(out string? id)
                ? id
                : throw new ScimException(400, null, "invalid_members")),
        _ => throw new ScimException(400, null, "invalid_members"),
    };

    private static Func<JsonObject, bool> Matching(string text)
    {
        var filter = EqFilter.Parse(text);
        return filter.Quoted && filter.Names("displayName")
            ? group => IsNamed(group, filter.Value)
            : throw new ScimException(400, null, "invalid_filter");
    }

    private static bool IsNamed(JsonObject group, string name) =>
        CoreUser.Holds(group, "displayName", name, StringComparison.OrdinalIgnoreCase);

    private JsonObject Find(string id) =>
        groups.TryFind(id, out var group) ? group : throw new ScimException(404, null, "group_not_found");

    private static JsonObject Show(JsonObject group, Ask ask)
    {
        var shown = new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.Group) };
        foreach (var (name, value) in group) shown[name] = value?.DeepClone();
        shown["meta"]!["location"] = $"{ask.Root}/Groups/{group["id"]}";
        return shown;
    }
}
