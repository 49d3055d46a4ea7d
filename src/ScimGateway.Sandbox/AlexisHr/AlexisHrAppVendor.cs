using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.AlexisHr;

/// <summary>AlexisHR as an application of Okta or JumpCloud: users and groups are created and replaced, and users are deactivated
/// by their <c>active</c>.</summary>
/// <remarks>Its reference says what a create requires, and its articles what an identity provider can do. These are assumptions:
/// a change is a PUT, users are not deleted, groups are, and the status of a fault.</remarks>
internal sealed class AlexisHrAppVendor(VendorSettings settings) : Vendor(settings)
{
    private const string IdPrefix = "5f3c9a7b1e";

    private readonly ResourceStore people = new(Seed.Resources("alexishr.json"));
    private readonly ResourceStore groups = new();

    public override string BasePath => "/scim/v2";

    protected override ResourceStore Store(string endpoint) => endpoint switch
    {
        "/Users" => people,
        "/Groups" => groups,
        _ => throw NoEndpoint(endpoint),
    };

    protected override Answer Route(Ask ask) => (ask.Method, ask.Path) switch
    {
        ("GET", ["Users"]) => AlexisHrAnswer.Scim(200, AlexisHrQuery.Of(ask, people, "userName", AlexisHrQuery.User)),
        ("POST", ["Users"]) => CreatePerson(ask.Json()),
        ("GET", ["Users", var id]) => AlexisHrAnswer.Scim(200, AlexisHrAnswer.Find(people, "User", id)),
        ("PUT", ["Users", var id]) => SavePerson(
            200,
            id,
            ask.Json(),
            AlexisHrAnswer.Find(people, "User", id)["meta"]!["created"]!.DeepClone()
        ),
        (_, ["Users"]) => NotAllowed("GET, POST"),
        (_, ["Users", _]) => NotAllowed("GET, PUT"),
        ("GET", ["Groups"]) => AlexisHrAnswer.Scim(200, AlexisHrQuery.Of(ask, groups, "displayName", AlexisHrQuery.Group)),
        ("POST", ["Groups"]) => SaveGroup(201, NewId(groups), ask.Json(), Now()),
        ("GET", ["Groups", var id]) => AlexisHrAnswer.Scim(200, AlexisHrAnswer.Find(groups, "Group", id)),
        ("PUT", ["Groups", var id]) => SaveGroup(
            200,
            id,
            ask.Json(),
            AlexisHrAnswer.Find(groups, "Group", id)["meta"]!["created"]!.DeepClone()
        ),
        ("DELETE", ["Groups", var id]) => DeleteGroup(id),
        (_, ["Groups"]) => NotAllowed("GET, POST"),
        (_, ["Groups", _]) => NotAllowed("GET, PUT, DELETE"),
        _ => AlexisHrAnswer.Message(404, "Not found"),
    };

    protected override Answer Refuse(ScimException fault) => AlexisHrAnswer.Message(fault.Status, fault.Message);

    private static Answer NotAllowed(string allow) => AlexisHrAnswer.Message(405, "Method not allowed") with { Allow = allow };

    private Answer CreatePerson(JsonObject body)
    {
        AlexisHrPerson.RequireAll(body);
        return SavePerson(201, NewId(people), body, Now());
    }

    private Answer SavePerson(int status, string id, JsonObject body, JsonNode created)
    {
        var person = AlexisHrPerson.Of(id, body);
        AlexisHrPerson.Check(person, people);
        person["meta"] = Meta("User", created);
        people.Save(person);
        return AlexisHrAnswer.Scim(status, person);
    }

    private Answer SaveGroup(int status, string id, JsonObject body, JsonNode created)
    {
        if (!body["displayName"].IsString(out string? name) || name.Length is 0)
            throw ScimException.InvalidValue("displayName is required");
        var group = new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.Group), ["id"] = id, ["displayName"] = name };
        if (body["externalId"] is { } externalId) group["externalId"] = externalId.DeepClone();
        group["members"] = new JsonArray([
            .. Members(body).DistinctBy(member => member.Id, StringComparer.Ordinal).Select(Member),
        ]);
        group["meta"] = Meta("Group", created);
        groups.Save(group);
        return AlexisHrAnswer.Scim(status, group);
    }

    private static IEnumerable<(string Id, JsonNode? Display)> Members(JsonObject body) => body["members"] switch
    {
        null => [],
        JsonArray members => members.Select(member =>
            member?["value"].IsString(out string? id) is true
                ? (id, member["display"])
                : throw ScimException.InvalidValue("members must have a value")),
        _ => throw ScimException.InvalidValue("members must be an array"),
    };

    private JsonObject Member((string Id, JsonNode? Display) said)
    {
        var member = new JsonObject { ["value"] = AlexisHrAnswer.Find(people, "User", said.Id)["id"]!.DeepClone() };
        if (said.Display is not null) member["display"] = said.Display.DeepClone();
        return member;
    }

    private Answer DeleteGroup(string id)
    {
        groups.Remove(AlexisHrAnswer.Find(groups, "Group", id)["id"]!.GetValue<string>());
        return Answer.NoContent;
    }

    private static string NewId(ResourceStore store) => $"{IdPrefix}{store.Issued + 1:D14}";

    private JsonValue Now() => JsonValue.Create(Time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ"));

    // AlexisHR does not say where it is.
    private JsonObject Meta(string type, JsonNode created) =>
        new() { ["resourceType"] = type, ["created"] = created, ["lastModified"] = Now(), ["location"] = null };
}
