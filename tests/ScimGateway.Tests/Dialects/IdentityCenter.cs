using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Dialects;

/// <summary>Like AWS IAM Identity Center: pages of 50, <c>eq</c> and <c>and</c> only, groups that never show their members, 100
/// members a PATCH, none of them replaced, one value of each list.</summary>
internal sealed class IdentityCenter : Dialect
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const int MostMembers = 100;

    private static readonly string[] Known =
    [
        "schemas",
        "id",
        "externalId",
        "meta",
        "userName",
        "name",
        "displayName",
        "nickName",
        "profileUrl",
        "title",
        "userType",
        "preferredLanguage",
        "locale",
        "timezone",
        "active",
        "emails",
        "addresses",
        "phoneNumbers",
        Enterprise,
    ];

    public override string Name => "identity-center";

    protected override DialectAnswer Answer(DialectCall call)
    {
        if (call.Query.Keys.Any(name => name is not ("filter" or "startIndex" or "count")))
            throw new DialectRefusal(400, "Request is unparsable");
        return (call.Method, call.Endpoint, call.Id) switch
        {
            ("GET", "Users" or "Groups", null) => new DialectAnswer(
                200,
                Page([.. Found(call)], call, 50, "urn:ietf:params:scim:api:messages:2.0:ListResponse")
            ),
            ("GET", "Users" or "Groups", _) => new DialectAnswer(200, Shown(One(call))),
            ("POST", "Users", null) => new DialectAnswer(201, Shown(Store("Users", User(call.Body!, NewId())))),
            ("PUT", "Users", { } id) => new DialectAnswer(200, Shown(Put(One(call), User(call.Body!, id)))),
            ("PATCH", "Users", { } id) => new DialectAnswer(200, Shown(PatchUser(call, id))),
            ("POST", "Groups", null) => new DialectAnswer(201, Shown(Store("Groups", Group(call.Body!, NewId())))),
            ("PATCH", "Groups", _) => PatchGroup(call),
            ("DELETE", "Users" or "Groups", { } id) => Delete(call, id),
            _ => throw new DialectRefusal(501, "The operation is not supported"),
        };
    }

    protected override JsonObject Error(int status, string why) => new()
    {
        ["schema"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:Error"),
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:Error"),
        ["detail"] = why,
        ["status"] = status.ToString(CultureInfo.InvariantCulture),
        ["exceptionRequestId"] = "8a1f",
        ["timeStamp"] = "2026-01-31 10:00:00.000",
    };

    private IEnumerable<JsonNode> Found(DialectCall call)
    {
        var tests = call.Filter is { } filter ? Tests(filter) : [];
        if (tests.Any(test => test.Attribute is not ("userName" or "externalId" or "displayName" or "groups.value")))
            throw new DialectRefusal(400, "Filter is not supported");
        return All(call.Endpoint).Where(one => tests.All(test =>
            test.Attribute == "groups.value"
                ? IsIn(one, test.Value)
                : string.Equals(one.At(test.Attribute), test.Value, StringComparison.OrdinalIgnoreCase))).Select(Shown);
    }

    private bool IsIn(JsonObject user, string group) =>
        All("Groups")
            .Find(one => one.At("id") == group)
            ?["members"]!.AsArray()
            .Any(member => member.At("value") == user.At("id")) == true;

    private JsonObject User(JsonObject body, string id)
    {
        Know(body, Known);
        Require(body, "userName", "name.givenName", "name.familyName", "displayName");
        foreach (var (name, value) in body)
            if (name != "schemas" && value is JsonArray { Count: > 1 })
                throw new DialectRefusal(400, $"{name} has more than one value");
        var user = (JsonObject)body.DeepClone();
        user.Remove("meta");
        user["id"] = id;
        Unique(All("Users"), user, "userName");
        return user;
    }

    private JsonObject PatchUser(DialectCall call, string id)
    {
        var changed = (JsonObject)One(call).DeepClone();
        SimplePatch.Apply(changed, call.Body!);
        return Put(One(call), User(changed, id));
    }

    private JsonObject Group(JsonObject body, string id)
    {
        Know(body, "schemas", "displayName", "externalId", "members", "id", "meta");
        Require(body, "displayName");
        if (body["members"]?.AsArray().Count > MostMembers) throw new DialectRefusal(400, "Too many members");
        var group = (JsonObject)body.DeepClone();
        group.Remove("meta");
        group["id"] = id;
        group["members"] ??= new JsonArray();
        return group;
    }

    private DialectAnswer PatchGroup(DialectCall call)
    {
        var group = One(call);
        foreach (var operation in call.Body!["Operations"]!.AsArray())
        {
            bool isOfMembers = operation.At("path")?.StartsWith("members", StringComparison.Ordinal) == true;
            if (isOfMembers && operation.At("op") == "replace") throw new DialectRefusal(400, "members cannot be replaced");
            if (isOfMembers && operation.At("path") == "members" && operation.At("op") == "remove")
                throw new DialectRefusal(400, "members cannot be removed at once");
        }

        if (
            call.Body["Operations"]!.AsArray().Sum(operation => operation!["value"] is JsonArray members ? members.Count : 1)
            > MostMembers
        )
            throw new DialectRefusal(400, "Too many changes");
        SimplePatch.Apply(group, call.Body);
        return new DialectAnswer(204);
    }

    private DialectAnswer Delete(DialectCall call, string id)
    {
        All(call.Endpoint).Remove(One(call));
        foreach (var group in All("Groups"))
            if (group["members"]!.AsArray().FirstOrDefault(member => member.At("value") == id) is { } member)
                group["members"]!.AsArray().Remove(member);
        return new DialectAnswer(204);
    }

    private static JsonObject Put(JsonObject stored, JsonObject wanted)
    {
        stored.Clear();
        foreach (var (name, value) in wanted) stored[name] = value?.DeepClone();
        return stored;
    }

    private static JsonObject Shown(JsonObject stored)
    {
        var shown = (JsonObject)stored.DeepClone();
        if (shown.ContainsKey("members")) shown["members"] = new JsonArray();
        return shown;
    }
}
