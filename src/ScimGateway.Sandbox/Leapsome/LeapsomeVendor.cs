using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Leapsome;

/// <summary>Leapsome: a v1 path with bodies like SCIM 2, partial JSON for PATCH, neither PUT nor DELETE, 30 requests
/// a second.</summary>
internal sealed class LeapsomeVendor : Vendor
{
    private readonly ResourceStore people = new(Seed.Resources("leapsome.json"));
    private readonly ResourceStore teams = new();
    private readonly LeapsomeUsers users;
    private readonly LeapsomeGroups groups;

    public LeapsomeVendor(VendorSettings settings)
        : base(settings)
    {
        users = new LeapsomeUsers(people, settings.Time);
        groups = new LeapsomeGroups(teams, id => people.TryFind(id, out _), settings.Time);
    }

    public override string BasePath => "/scim/v1";

    protected override int RequestsPerSecond => 30;

    protected override ScimException BadToken => new(403, null, "Forbidden");

    protected override ResourceStore Store(string endpoint) => endpoint switch
    {
        "/Users" => people,
        "/Groups" => teams,
        "/Teams" => LeapsomeTeams.Of(people, teams),
        _ => throw NoEndpoint(endpoint),
    };

    protected override Answer Route(Ask ask) => (ask.Method, ask.Path) switch
    {
        ("GET", ["ServiceProviderConfig"]) => Json(200, LeapsomeDiscovery.ServiceProviderConfig()),
        ("GET", ["Schemas"]) => Json(200, LeapsomeDiscovery.Schemas()),
        ("GET", ["Users"]) => Json(200, users.List(ask)),
        ("POST", ["Users"]) => Json(201, users.Create(ask)),
        ("GET", ["Users", var id]) => Json(200, users.Read(id, ask)),
        ("PATCH", ["Users", var id]) => Json(200, users.Merge(id, ask)),
        ("GET", ["Groups"]) => Json(200, groups.List(ask)),
        ("POST", ["Groups"]) => Json(201, groups.Create(ask)),
        ("GET", ["Groups", var id]) => Json(200, groups.Read(id, ask)),
        ("PATCH", ["Groups", var id]) => Json(200, groups.Merge(id, ask)),
        ("PUT", ["Users" or "Groups", _]) => Answer.Html(405, "Method Not Allowed") with { Allow = "GET, PATCH" },
        _ => Answer.Text(404, $"Cannot {ask.Method} this"),
    };

    // Plain text where the framework answers, JSON where the product does; the status of the JSON is a number.
    protected override Answer Refuse(ScimException fault) =>
        fault.Status is 401 or 429 ? Answer.Text(fault.Status, fault.Message) : Json(fault.Status, Error(fault));

    private static JsonObject Error(ScimException fault) => new()
    {
        ["schemas"] = new JsonArray(SchemaUrns.Error),
        ["detail"] = fault.Message,
        ["status"] = fault.Status,
    };

    private static Answer Json(int status, JsonObject body) => Answer.Json(status, body, "application/json");
}
