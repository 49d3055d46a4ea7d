using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Dialects;

/// <summary>Like GitHub with enterprise managed users: a short list of attributes, roles, no extensions, an externalId that must
/// be there, a User-Agent that must be there, and a DELETE that cannot be undone.</summary>
internal sealed class EnterpriseManaged : Dialect
{
    private static readonly string[] OfUser = [
        "schemas",
        "id",
        "meta",
        "externalId",
        "userName",
        "name",
        "displayName",
        "emails",
        "roles",
        "active",
    ];

    public override string Name => "enterprise-managed";

    protected override DialectAnswer Answer(DialectCall call)
    {
        if (string.IsNullOrEmpty(call.Headers.GetValueOrDefault("User-Agent")))
            throw new DialectRefusal(403, "Request forbidden by administrative rules. A User-Agent header is required.");
        return (call.Method, call.Endpoint, call.Id) switch
        {
            ("GET", "Users" or "Groups", null) => new DialectAnswer(
                200,
                Page([.. Found(call)], call, 100, "urn:ietf:params:scim:api:messages:2.0:ListResponse")
            ),
            ("GET", "Users" or "Groups", _) => new DialectAnswer(200, One(call).DeepClone()),
            ("POST", "Users" or "Groups", null) => new DialectAnswer(
                201,
                Store(call.Endpoint, Checked(call.Endpoint, call.Body!, NewId())).DeepClone()
            ),
            ("PUT", "Users" or "Groups", { } id) => new DialectAnswer(200, Replace(call, Checked(call.Endpoint, call.Body!, id))),
            ("PATCH", "Users" or "Groups", { } id) => new DialectAnswer(200, Patch(call, id)),
            ("DELETE", "Users" or "Groups", _) => Delete(call),
            _ => throw new DialectRefusal(404, "Not Found"),
        };
    }

    protected override JsonObject Error(int status, string why) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:Error"),
        ["detail"] = why,
        ["status"] = status.ToString(CultureInfo.InvariantCulture),
    };

    private IEnumerable<JsonNode> Found(DialectCall call)
    {
        if (call.Filter is not { } filter) return All(call.Endpoint);
        var tests = Tests(filter);
        if (tests is not [("userName" or "externalId" or "displayName" or "id", _)])
            throw new DialectRefusal(400, "Invalid filter");
        return All(call.Endpoint).Where(one => one.At(tests[0].Attribute) == tests[0].Value);
    }

    private JsonObject Checked(string endpoint, JsonObject body, string id)
    {
        if (endpoint == "Users")
        {
            Know(body, OfUser);
            Require(body, "externalId", "userName");
            if (body["emails"] is not JsonArray { Count: > 0 }) throw new DialectRefusal(400, "emails is required");
            if (
                body["roles"] is JsonArray roles
                && roles.Any(role => role.At("value") is not ("user" or "enterprise_owner" or "billing_manager"))
            )
                throw new DialectRefusal(400, "Invalid role");
        }
        else
        {
            Know(body, "schemas", "id", "meta", "externalId", "displayName", "members");
            Require(body, "externalId", "displayName");
            if (
                body["members"]?.AsArray().Any(member => !All("Users").Exists(user => user.At("id") == member.At("value")))
                == true
            )
                throw new DialectRefusal(400, "Invalid member");
        }

        var resource = (JsonObject)body.DeepClone();
        resource.Remove("meta");
        resource["id"] = id;
        Unique(All(endpoint), resource, endpoint == "Users" ? "userName" : "displayName");
        Unique(All(endpoint), resource, "externalId");
        return resource;
    }

    private JsonObject Patch(DialectCall call, string id)
    {
        var changed = (JsonObject)One(call).DeepClone();
        SimplePatch.Apply(changed, call.Body!);
        return Replace(call, Checked(call.Endpoint, changed, id));
    }

    private JsonObject Replace(DialectCall call, JsonObject wanted)
    {
        var stored = One(call);
        stored.Clear();
        foreach (var (name, value) in wanted) stored[name] = value?.DeepClone();
        return (JsonObject)stored.DeepClone();
    }

    private DialectAnswer Delete(DialectCall call)
    {
        All(call.Endpoint).Remove(One(call));
        return new DialectAnswer(204);
    }
}
