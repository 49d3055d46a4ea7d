using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Dialects;

/// <summary>A server of SCIM 1.1 (draft-scim-core-schema-01, draft-scim-api-01): old URNs, a PATCH that merges a partial
/// resource, elements with an <c>operation</c>, <c>meta.attributes</c>, and errors in a list.</summary>
internal sealed class FirstVersion : Dialect
{
    private const string Enterprise = "urn:scim:schemas:extension:enterprise:1.0";

    private static readonly string[] OfUser =
    [
        "schemas",
        "id",
        "meta",
        "externalId",
        "userName",
        "name",
        "displayName",
        "nickName",
        "title",
        "userType",
        "preferredLanguage",
        "locale",
        "timezone",
        "active",
        "emails",
        "phoneNumbers",
        "roles",
        "addresses",
        "groups",
        "password",
        Enterprise,
    ];

    public override string Name => "first-version";

    protected override DialectAnswer Answer(DialectCall call) => (call.Method, call.Endpoint, call.Id) switch
    {
        ("GET", "Users" or "Groups", null) => new DialectAnswer(
            200,
            Page([.. Found(call)], call, 100, "urn:scim:schemas:core:1.0")
        ),
        ("GET", "Users" or "Groups", _) => new DialectAnswer(200, One(call).DeepClone()),
        ("POST", "Users" or "Groups", null) => new DialectAnswer(
            201,
            Store(call.Endpoint, Checked(call.Endpoint, call.Body!, NewId())).DeepClone()
        ),
        ("PUT", "Users" or "Groups", { } id) => new DialectAnswer(200, Replace(call, Checked(call.Endpoint, call.Body!, id))),
        ("PATCH", "Users" or "Groups", { } id) => new DialectAnswer(200, Patch(call, id)),
        ("DELETE", "Users" or "Groups", _) => Delete(call),
        _ => throw new DialectRefusal(404, "Resource not found"),
    };

    protected override JsonObject Error(int status, string why) =>
        new()
        {
            ["Errors"] = new JsonArray(
            new JsonObject { ["description"] = why, ["code"] = status.ToString(CultureInfo.InvariantCulture) }
        )
        };

    private IEnumerable<JsonNode> Found(DialectCall call)
    {
        if (call.Filter is not { } filter) return All(call.Endpoint);
        var tests = Tests(filter);
        return All(call.Endpoint).Where(one => tests.All(test =>
            string.Equals(one.At(test.Attribute.Split('.')), test.Value, StringComparison.OrdinalIgnoreCase)));
    }

    private JsonObject Checked(string endpoint, JsonObject body, string id)
    {
        if (
            body["schemas"] is JsonArray urns
            && urns.Any(urn => !urn.At()!.StartsWith("urn:scim:schemas:", StringComparison.Ordinal))
        )
            throw new DialectRefusal(400, "Unknown schema");
        Know(body, endpoint == "Users" ? OfUser : ["schemas", "id", "meta", "externalId", "displayName", "members"]);
        Require(body, endpoint == "Users" ? "userName" : "displayName");
        if (body[Enterprise] is JsonObject extension)
            Know(extension, "employeeNumber", "costCenter", "organization", "division", "department", "manager");
        if (body[Enterprise]?["manager"] is JsonObject manager) Know(manager, "managerId", "displayName");
        var resource = (JsonObject)body.DeepClone();
        foreach (string unseen in new[] { "meta", "groups", "password" }) resource.Remove(unseen);
        resource["id"] = id;
        Unique(All(endpoint), resource, endpoint == "Users" ? "userName" : "displayName");
        return resource;
    }

    // draft-scim-api-01 section 3.3.2
    private JsonObject Patch(DialectCall call, string id)
    {
        if (call.Body!.ContainsKey("Operations")) throw new DialectRefusal(400, "Operations is not an attribute");
        var changed = (JsonObject)One(call).DeepClone();
        foreach (var gone in call.Body["meta"]?["attributes"] as JsonArray ?? []) Remove(changed, gone.At()!);
        Merge(changed, call.Body);
        return Replace(call, Checked(call.Endpoint, changed, id));
    }

    private static void Remove(JsonObject resource, string path)
    {
        string[] names = path.StartsWith("urn:", StringComparison.Ordinal)
            ? [Enterprise, .. path.Length > Enterprise.Length ? path[(Enterprise.Length + 1)..].Split('.') : []]
            : path.Split('.');
        var owner = names[..^1].Aggregate((JsonObject?)resource, (inner, name) => inner?[name] as JsonObject);
        owner?.Remove(names[^1]);
    }

    private static void Merge(JsonObject resource, JsonObject body)
    {
        foreach (var (name, value) in body)
        {
            if (name is "schemas" or "meta" or "id") continue;
            if (value is null) throw new DialectRefusal(400, $"{name} is null");
            if (value is JsonObject part && resource[name] is JsonObject whole) Merge(whole, part);
            else if (value is JsonArray come && resource[name] is JsonArray there) Merge(there, come);
            else resource[name] = value.DeepClone();
        }
    }

    private static void Merge(JsonArray there, JsonArray come)
    {
        foreach (var one in come)
        {
            if (there.FirstOrDefault(other => other.At("value") == one.At("value")) is { } same) there.Remove(same);
            if (one.At("operation") != "delete") there.Add(one?.DeepClone());
        }
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
        return new DialectAnswer(200);
    }
}
