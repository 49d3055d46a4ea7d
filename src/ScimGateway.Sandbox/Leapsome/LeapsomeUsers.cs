using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Leapsome;

/// <summary>The <c>/Users</c> of Leapsome.</summary>
internal sealed class LeapsomeUsers(ResourceStore people, TimeProvider time)
{
    private const int DefaultCount = 100;
    private const int MaxCount = 5000;

    public JsonObject List(Ask ask)
    {
        var page = Page.Of(ask, DefaultCount, MaxCount);
        if (!ask.Query.TryGetValue("filter", out string? text)) return page.Message([.. people.All], user => Show(user, ask));
        var filter = EqFilter.Parse(text);
        if (!filter.Names("userName")) throw EqFilter.Unknown(text);
        return page.Message([.. people.All.Where(user => CoreUser.HasUserName(user, filter.Value))], user => Show(user, ask));
    }

    /// <summary>The user of that id, or else of that externalId.</summary>
    public JsonObject Read(string id, Ask ask)
    {
        if (!people.TryFind(id, out var user)) user = people.All.FirstOrDefault(other => HasExternalId(other, id));
        return Show(user ?? throw NotFound(id), ask);
    }

    /// <summary>The new user; <c>{}</c> when the user exists already.</summary>
    public JsonObject Create(Ask ask)
    {
        var body = ask.Json();
        var user = new JsonObject { ["id"] = LeapsomeId.Of("64f0c0de", people.Issued + 1), ["active"] = true };
        LeapsomePerson.Merge(body, user, people.All);
        if (people.All.Any(other => IsSame(other, user))) return [];
        user["meta"] = LeapsomeMeta.New("User", time);
        people.Save(user);
        return LeapsomeMeta.AsOfCreate(Show(user, ask));
    }

    /// <summary>Merges a partial user; no PatchOp.</summary>
    public JsonObject Merge(string id, Ask ask)
    {
        if (!people.TryFind(id, out var before)) throw NotFound(id);
        var user = before.DeepClone().AsObject();
        LeapsomePerson.Merge(ask.Json(), user, people.All);
        if (people.All.Any(other => other != before && IsSame(other, user)))
            throw new ScimException(409, null, "User already exists");
        LeapsomeMeta.Touch(user, time);
        people.Save(user);
        return Show(user, ask);
    }

    private static ScimException NotFound(string id) => ScimException.NotFound($"User {id} not found");

    private static bool HasExternalId(JsonObject user, string value) =>
        CoreUser.Holds(user, "externalId", value, StringComparison.Ordinal);

    private static bool IsSame(JsonObject one, JsonObject other) =>
        CoreUser.HasUserName(one, other["userName"]!.GetValue<string>())
        || (other["externalId"] is { } externalId && HasExternalId(one, externalId.GetValue<string>()));

    private JsonObject Show(JsonObject user, Ask ask)
    {
        var shown = new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.User, SchemaUrns.EnterpriseUser) };
        foreach (var (name, value) in user) shown[name] = value?.DeepClone();
        shown["meta"] = LeapsomeMeta.Show(user, $"{ask.Root}/Users/{user["id"]}");
        LeapsomePerson.ShowReferences(shown, people);
        return shown;
    }
}
