using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Sandbox.AlexisHr;

/// <summary>AlexisHR's plain API: a source of users, read-only.</summary>
internal sealed class AlexisHrVendor(VendorSettings settings) : Vendor(settings)
{
    private readonly ResourceStore people = new(Seed.Resources("alexishr.json"));

    public override string BasePath => "/scim/v2";

    protected override ResourceStore Store(string endpoint) => endpoint is "/Users" ? people : throw NoEndpoint(endpoint);

    protected override Answer Route(Ask ask) => (ask.Method, ask.Path) switch
    {
        ("GET", ["Users"]) => AlexisHrAnswer.Scim(200, AlexisHrQuery.Of(ask, people, "userName", AlexisHrQuery.User)),
        ("GET", ["Users", var id]) => AlexisHrAnswer.Scim(200, AlexisHrAnswer.Find(people, "User", id)),
        (_, ["Users"] or ["Users", _]) => AlexisHrAnswer.Message(405, "This API is read only") with { Allow = "GET" },
        _ => AlexisHrAnswer.Message(404, "Not found"),
    };

    protected override Answer Refuse(ScimException fault) => AlexisHrAnswer.Message(fault.Status, fault.Message);
}
