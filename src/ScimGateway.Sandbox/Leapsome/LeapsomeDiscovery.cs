using System.Text.Json.Nodes;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Leapsome;

/// <summary>Discovery documents in the shapes of SCIM 1.1: one object for the authentication schemes, <c>readOnly</c> for
/// mutability.</summary>
internal static class LeapsomeDiscovery
{
    public static JsonObject ServiceProviderConfig() => new()
    {
        ["schemas"] = new JsonArray(SchemaUrns.ServiceProviderConfig),
        ["specUrl"] = "http://www.simplecloud.info/specs/draft-scim-core-schema-01.html",
        ["documentationUrl"] = "https://api.leapsome.com/scim/v1/api-docs/",
        ["patch"] = new JsonObject { ["supported"] = true },
        ["bulk"] = new JsonObject { ["supported"] = false },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = 5000 },
        ["changePassword"] = new JsonObject { ["supported"] = false },
        ["sort"] = new JsonObject { ["supported"] = false },
        ["etag"] = new JsonObject { ["supported"] = false },
        ["authenticationSchemes"] = new JsonObject { ["name"] = "OAuth Bearer Token", ["type"] = "oauthbearertoken" },
    };

    public static JsonObject Schemas() => new()
    {
        ["schemas"] = new JsonArray(SchemaUrns.ListResponse),
        ["totalResults"] = 2,
        ["Resources"] = new JsonArray(
            Schema(SchemaUrns.User, "User", Attribute("id", readOnly: true), Attribute("userName"), Attribute("title")),
            Schema(SchemaUrns.Group, "Group", Attribute("id", readOnly: true), Attribute("displayName"))),
    };

    private static JsonObject Schema(string urn, string name, params JsonNode[] attributes) =>
        new() { ["id"] = urn, ["name"] = name, ["attributes"] = new JsonArray(attributes) };

    private static JsonObject Attribute(string name, bool readOnly = false) => new()
    {
        ["name"] = name,
        ["type"] = "string",
        ["multiValued"] = false,
        ["readOnly"] = readOnly,
        ["required"] = name is "userName" or "displayName",
        ["caseExact"] = false,
    };
}
