using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Sandbox.Peakon;

/// <summary>Workday Peakon Employee Voice: users only, created in two calls, managers referred to by e-mail, pages of
/// 50.</summary>
internal sealed class PeakonVendor(VendorSettings settings) : Vendor(settings)
{
    private const int PageSize = 50;

    private readonly ResourceStore employees = new(Seed.Resources("peakon.json"));

    public override string BasePath => "/scim/v2";

    protected override ResourceStore Store(string endpoint) => endpoint is "/Users" ? employees : throw NoEndpoint(endpoint);

    protected override Answer Route(Ask ask) => (ask.Method, ask.Path) switch
    {
        ("GET", ["ServiceProviderConfig"]) => Scim(200, PeakonDiscovery.ServiceProviderConfig()),
        ("GET", ["Schemas"]) => Scim(200, PeakonDiscovery.Schemas()),
        ("POST", ["Bulk"]) => Scim(200, PeakonBulk.Run(ask, part => Attempt(part, Route))),
        ("GET", ["Users"]) => List(ask),
        ("POST", ["Users"]) => Create(ask.Json()),
        ("GET", ["Users", var id]) => Scim(200, Find(id)),
        ("PUT", ["Users", var id]) => Save(PeakonEmployee.Replaced(Find(id), ask.Json())),
        ("PATCH", ["Users", var id]) => Patch(Find(id), ask.Json()),
        ("DELETE", ["Users", var id]) => Delete(id),
        (_, ["Users"]) => NotAllowed(ask, "GET, POST"),
        (_, ["Users", _]) => NotAllowed(ask, "GET, PUT, PATCH, DELETE"),
        _ => Answer.Html(404, "404 Not Found"),
    };

    protected override Answer Refuse(ScimException fault) => Scim(fault.Status, ScimError.From(fault).ToJson());

    private static Answer Scim(int status, JsonObject body) => Answer.Json(status, body, "application/scim+json");

    private static Answer NotAllowed(Ask ask, string allow) =>
        Scim(405, new ScimError(405, null, $"{ask.Method} is not allowed here.").ToJson()) with { Allow = allow };

    private Answer List(Ask ask)
    {
        var page = Page.Of(ask, PageSize, PageSize);
        JsonObject[] matches = ask.Query.TryGetValue("filter", out string? filter)
            ? [.. employees.All.Where(PeakonFilter.Parse(filter))]
            : [.. employees.All];
        return Scim(200, page.Message(matches, match => match.DeepClone().AsObject(), itemsPerPage: page.Count));
    }

    // 201, and nothing about the attributes that were dropped: the trap of this vendor.
    private Answer Create(JsonObject body)
    {
        var employee = PeakonEmployee.Basic($"employee_{employees.Issued + 1}", body);
        PeakonEmployee.Check(employee, employees.All);
        employees.Save(employee);
        return Scim(201, employee);
    }

    private Answer Patch(JsonObject employee, JsonObject message)
    {
        var changed = employee.DeepClone().AsObject();
        PeakonPatch.Apply(message, changed);
        return Save(PeakonEmployee.Whole(employee["id"]!.GetValue<string>(), changed));
    }

    private Answer Save(JsonObject employee)
    {
        PeakonEmployee.Check(employee, employees.All);
        employees.Save(employee);
        return Scim(200, employee);
    }

    private Answer Delete(string id)
    {
        employees.Remove(Find(id)["id"]!.GetValue<string>());
        return Answer.NoContent;
    }

    private JsonObject Find(string id) =>
        employees.TryFind(id, out var employee) ? employee : throw ScimException.NotFound($"There is no employee \"{id}\".");
}
