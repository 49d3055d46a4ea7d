using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Slack;

/// <summary>The <c>/Users</c> of Slack: users are never deleted.</summary>
internal sealed class SlackUsers(ResourceStore members, Func<string, JsonArray> groupsOf, TimeProvider time)
{
    public JsonObject List(Ask ask)
    {
        var page = Page.Of(ask, SlackVendor.DefaultCount, SlackVendor.MaxCount);
        JsonObject[] matches = ask.Query.TryGetValue("filter", out string? filter)
            ? [.. members.All.Where(Matching(filter))]
            : [.. members.All];
        return page.Message(matches, member => Show(member, ask));
    }

    public JsonObject Read(string id, Ask ask) => Show(Find(id), ask);

    public JsonObject Create(Ask ask)
    {
        var member = SlackMember.Of($"U{members.Issued + 1:D8}", ask.Json());
        member["meta"] = new JsonObject { ["created"] = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:sszzz") };
        return Save(member, ask);
    }

    /// <summary>Overwrites all values.</summary>
    public JsonObject Replace(string id, Ask ask) => Save(Find(id), ask.Json(), ask);

    public JsonObject Patch(string id, Ask ask)
    {
        var before = Find(id);
        var changed = before.DeepClone().AsObject();
        SlackPatch.Apply(ask.Json(), changed);
        return Save(before, changed, ask);
    }

    /// <summary>Deactivates a user; idempotent.</summary>
    public void Deactivate(string id) => Find(id)["active"] = false;

    private JsonObject Save(JsonObject before, JsonObject body, Ask ask)
    {
        var member = SlackMember.Of(before["id"]!.GetValue<string>(), body);
        member["meta"] = before["meta"]!.DeepClone();
        return Save(member, ask);
    }

    private JsonObject Save(JsonObject member, Ask ask)
    {
        var others = members.All.Where(other => !JsonNode.DeepEquals(other["id"], member["id"])).ToList();
        if (others.Find(other => SlackMember.HasEmail(other, SlackMember.Email(member))) is { } holder)
            throw new ScimException(409, null, $"email_taken (existing_user={holder["id"]})");
        if (others.Exists(other => CoreUser.HasUserName(other, member["userName"]!.GetValue<string>())))
            throw new ScimException(409, null, "username_taken");
        if (
            member[SchemaUrns.EnterpriseUser]?["manager"]?["value"].IsString(out string? manager) is true
            && !members.TryFind(manager, out _)
        )
            throw new ScimException(400, null, "manager_not_found");
        members.Save(member);
        return Show(member, ask);
    }

    private static Func<JsonObject, bool> Matching(string text)
    {
        var filter = EqFilter.Parse(text);
        if (!filter.Quoted) throw new ScimException(400, null, "invalid_filter");
        if (filter.Names("userName") || filter.Names("nickName")) return member => CoreUser.HasUserName(member, filter.Value);
        return filter.Names("emails") || filter.Names("emails.value")
            ? member => SlackMember.HasEmail(member, filter.Value)
            : throw new ScimException(400, null, "invalid_filter");
    }

    private JsonObject Find(string id) =>
        members.TryFind(id, out var member) ? member : throw new ScimException(404, null, "user_not_found");

    private JsonObject Show(JsonObject member, Ask ask)
    {
        var shown = SlackMember.Show(member, ask.Root);
        shown["groups"] = groupsOf(member["id"]!.GetValue<string>());
        return shown;
    }
}
