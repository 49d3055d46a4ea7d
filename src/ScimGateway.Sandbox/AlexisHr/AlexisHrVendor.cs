using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Sandbox.AlexisHr;

/// <summary>AlexisHR: a source of people, read only.</summary>
internal sealed class AlexisHrVendor(VendorSettings settings) : Vendor(settings)
{
    private const int DefaultCount = 100;
    private const int MaxCount = 1000;

    private readonly ResourceStore people = new(Seed.Resources("alexishr.json"));

    public override string BasePath => "/scim/v2";

    protected override ResourceStore Store(string endpoint) => endpoint is "/Users" ? people : throw NoEndpoint(endpoint);

    protected override Answer Route(Ask ask) => (ask.Method, ask.Path) switch
    {
        ("GET", ["Users"]) => Scim(200, List(ask)),
        ("GET", ["Users", var id]) => Scim(200, Find(id)),
        (_, ["Users"] or ["Users", _]) => Scim(405, Message("This API is read only")) with { Allow = "GET" },
        _ => Scim(404, Message("Not found")),
    };

    protected override Answer Refuse(ScimException fault) => Scim(fault.Status, Message(fault.Message));

    private static Answer Scim(int status, JsonObject body) => Answer.Json(status, body, "application/scim+json");

    private static JsonObject Message(string text) => new() { ["message"] = text };

    private JsonObject Find(string id) =>
        people.TryFind(id, out var user) ? user : throw ScimException.NotFound($"User {id} was not found");

    private JsonObject List(Ask ask)
    {
        var page = Page.Of(ask, DefaultCount, MaxCount);
        var matches = ask.Query.TryGetValue("filter", out string? filter) ? people.All.Where(Matching(filter)) : people.All;
        return page.Message([.. Sorted(matches, ask)], user => user.DeepClone().AsObject());
    }

    // There is no sortBy; the order is the user name's.
    private static IEnumerable<JsonObject> Sorted(IEnumerable<JsonObject> users, Ask ask) =>
        ask.Query.GetValueOrDefault("sortOrder") switch
        {
            null => users,
            "ascending" => users.OrderBy(UserName, StringComparer.OrdinalIgnoreCase),
            "descending" => users.OrderByDescending(UserName, StringComparer.OrdinalIgnoreCase),
            var other => throw ScimException.InvalidValue($"sortOrder is \"{other}\"; expected ascending or descending"),
        };

    private static string UserName(JsonObject user) => user["userName"]!.GetValue<string>();

    private static Func<JsonObject, bool> Matching(string text)
    {
        var filter = EqFilter.Parse(text);
        string value = filter.Value;
        if (filter.Names("userName")) return user => CoreUser.HasUserName(user, value);
        if (filter.Names("emails") || filter.Names("emails.value")) return user => CoreUser.HasEmail(user, value);
        if (filter.Names("id")) return user => CoreUser.Holds(user, "id", value, StringComparison.Ordinal);
        if (filter.Names("externalId")) return user => CoreUser.Holds(user, "externalId", value, StringComparison.Ordinal);
        if (filter.Names("active") && value is "true" or "false") return user => user["active"]!.GetValueKind() == Kind(value);
        throw EqFilter.Unknown(text);
    }

    private static JsonValueKind Kind(string value) => value is "true" ? JsonValueKind.True : JsonValueKind.False;
}
