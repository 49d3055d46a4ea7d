using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Sandbox.Slack;

/// <summary>Slack: handles for user names, a DELETE that deactivates, rate limits per minute, faults in an envelope of its
/// own.</summary>
/// <remarks>From Slack's public documents and SDKs. They name the codes <c>unsupported_version</c>, <c>email_taken</c> and
/// <c>username_taken</c>; the other codes here are made up in their style.</remarks>
internal sealed class SlackVendor : Vendor
{
    public const int DefaultCount = 10;
    public const int MaxCount = 1000;

    private readonly ResourceStore members = new(Seed.Resources("slack.json"));
    private readonly ResourceStore teams = new();
    private readonly SlackUsers users;
    private readonly SlackGroups groups;
    private readonly SlackBudget? budget;

    public SlackVendor(VendorSettings settings)
        : base(settings)
    {
        groups = new SlackGroups(teams, members, settings.Time);
        users = new SlackUsers(members, groups.Of, settings.Time);
        budget = settings.RequestsPerSecond is null ? new SlackBudget(settings.Time) : null;
    }

    public override string BasePath => "/scim/v2";

    // As the tests of its SDK show for a made-up token: neither 401 nor 403.
    protected override ScimException BadToken => new(400, null, "unsupported_version");

    protected override bool IsOpen(Ask ask) => ask is { Method: "GET", Path: ["ServiceProviderConfig"] };

    protected override ResourceStore Store(string endpoint) => endpoint switch
    {
        "/Users" => members,
        "/Groups" => teams,
        _ => throw NoEndpoint(endpoint),
    };

    protected override Answer Route(Ask ask)
    {
        if (budget?.Wait(ask) is { } wait && wait > TimeSpan.Zero)
            throw new ScimException(429, null, "ratelimited") { RetryAfter = wait };
        return (ask.Method, ask.Path) switch
        {
            ("GET", ["ServiceProviderConfig"]) => Json(200, SlackDiscovery.ServiceProviderConfig()),
            ("GET", ["ResourceTypes"]) => Json(200, SlackDiscovery.ResourceTypes()),
            ("GET", ["Schemas", "Users"]) => Json(200, SlackDiscovery.Users()),
            ("GET", ["Schemas", "Groups"]) => Json(200, SlackDiscovery.Groups()),
            (_, ["Users", ..]) => OfUsers(ask),
            (_, ["Groups", ..]) => OfGroups(ask),
            _ => throw new ScimException(404, null, "unknown_method"),
        };
    }

    protected override Answer Refuse(ScimException fault)
    {
        var errors = new JsonObject
        {
            ["description"] = fault.Type == ScimType.InvalidFilter ? "invalid_filter" : fault.Message,
            ["code"] = fault.Status,
        };
        return Json(fault.Status, new JsonObject { ["Errors"] = errors }) with { RetryAfter = fault.RetryAfter };
    }

    private Answer OfUsers(Ask ask)
    {
        switch (ask.Method, ask.Path)
        {
            case ("GET", ["Users"]): return Json(200, users.List(ask));
            case ("POST", ["Users"]): return Json(201, users.Create(ask));
            case ("GET", ["Users", var id]): return Json(200, users.Read(id, ask));
            case ("PUT", ["Users", var id]): return Json(200, users.Replace(id, ask));
            case ("PATCH", ["Users", var id]): return Json(200, users.Patch(id, ask));
            case ("DELETE", ["Users", var id]):
                users.Deactivate(id);
                return Answer.NoContent;
            default: throw new ScimException(404, null, "unknown_method");
        }
    }

    private Answer OfGroups(Ask ask)
    {
        switch (ask.Method, ask.Path)
        {
            case ("GET", ["Groups"]): return Json(200, groups.List(ask));
            case ("POST", ["Groups"]): return Json(201, groups.Create(ask));
            case ("GET", ["Groups", var id]): return Json(200, groups.Read(id, ask));
            case ("PUT", ["Groups", var id]): return Json(200, groups.Replace(id, ask));
            case ("PATCH", ["Groups", var id]):
                groups.Patch(id, ask);
                return Answer.NoContent;
            case ("DELETE", ["Groups", var id]):
                groups.Delete(id);
                return Answer.NoContent;
            default: throw new ScimException(404, null, "unknown_method");
        }
    }

    private static Answer Json(int status, JsonObject body) => Answer.Json(status, body, "application/json");
}
