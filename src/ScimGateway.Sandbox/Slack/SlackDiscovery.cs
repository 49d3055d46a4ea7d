using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Slack;

/// <summary>Slack's discovery documents: a schema for users at <c>/Schemas/Users</c>, one for groups at <c>/Schemas/Groups</c>,
/// and no list of both.</summary>
internal static class SlackDiscovery
{
    public static JsonObject ServiceProviderConfig() => new()
    {
        ["schemas"] = new JsonArray(SchemaUrns.ServiceProviderConfig),
        ["documentationUrl"] = "https://docs.slack.dev/reference/scim-api",
        ["patch"] = new JsonObject { ["supported"] = true },
        ["bulk"] = new JsonObject { ["supported"] = false, ["maxOperations"] = 0, ["maxPayloadSize"] = 0 },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = SlackVendor.MaxCount },
        ["changePassword"] = new JsonObject { ["supported"] = false },
        ["sort"] = new JsonObject { ["supported"] = false },
        ["etag"] = new JsonObject { ["supported"] = false },
        ["authenticationSchemes"] = new JsonArray(new JsonObject
        {
            ["type"] = "oauthbearertoken",
            ["name"] = "OAuth Bearer Token",
            ["description"] = "A token of an organisation's owner with the scope admin.",
        }),
    };

    public static JsonObject ResourceTypes()
    {
        JsonObject[] types = [Type("User", "/Users", SchemaUrns.User), Type("Group", "/Groups", SchemaUrns.Group)];
        return new Page(1, types.Length).Message(types, type => type);
    }

    public static JsonObject Users() =>
        Schema(SchemaUrns.User, "User", ["userName", "nickName", "name", "displayName", "title", "active", "emails"]);

    public static JsonObject Groups() => Schema(SchemaUrns.Group, "Group", ["displayName", "members"]);

    private static JsonObject Type(string name, string endpoint, string schema) => new()
    {
        ["schemas"] = new JsonArray(SchemaUrns.ResourceType),
        ["id"] = name,
        ["name"] = name,
        ["endpoint"] = endpoint,
        ["schema"] = schema,
    };

    private static JsonObject Schema(string urn, string name, IEnumerable<string> attributes) => new()
    {
        ["schemas"] = new JsonArray(SchemaUrns.Schema),
        ["id"] = urn,
        ["name"] = name,
        ["attributes"] = new JsonArray([.. attributes.Select(attribute => new JsonObject { ["name"] = attribute })]),
    };
}
