using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Peakon;

/// <summary>Peakon's discovery documents: the company's own attributes are in <c>/Schemas</c>.</summary>
internal static class PeakonDiscovery
{
    public static JsonObject ServiceProviderConfig() => new()
    {
        ["schemas"] = new JsonArray(SchemaUrns.ServiceProviderConfig),
        ["patch"] = new JsonObject { ["supported"] = true },
        ["bulk"] = new JsonObject
        {
            ["supported"] = true,
            ["maxOperations"] = PeakonBulk.MaxOperations,
            ["maxPayloadSize"] = 1024 * 1024,
        },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = 50 },
        ["changePassword"] = new JsonObject { ["supported"] = false },
        ["sort"] = new JsonObject { ["supported"] = false },
        ["etag"] = new JsonObject { ["supported"] = false },
        ["authenticationSchemes"] = new JsonArray(new JsonObject
        {
            ["type"] = "oauthbearertoken",
            ["name"] = "Bearer token",
            ["description"] = "A token made in the administration area.",
        }),
    };

    public static JsonObject Schemas()
    {
        JsonObject[] schemas =
        [
            Schema(SchemaUrns.User, "User", CoreUser.Writable.Select(name => Attribute(name, "string"))),
            Schema(SchemaUrns.EnterpriseUser, "EnterpriseUser", Enterprise()),
            Schema(PeakonAttributes.Urn, "PeakonUser", Own()),
        ];
        return new Page(1, schemas.Length).Message(schemas, schema => schema);
    }

    private static IEnumerable<JsonObject> Enterprise() =>
        [Attribute("employeeNumber", "string"), Attribute("department", "string"), Attribute("manager", "complex")];

    private static IEnumerable<JsonObject> Own() =>
        PeakonAttributes.Types.Select(entry => Attribute(entry.Key, Type(entry.Value)));

    private static JsonObject Schema(string urn, string name, IEnumerable<JsonObject> attributes) => new()
    {
        ["schemas"] = new JsonArray(SchemaUrns.Schema),
        ["id"] = urn,
        ["name"] = name,
        ["attributes"] = new JsonArray([.. attributes]),
    };

    private static JsonObject Attribute(string name, string type) => new()
    {
        ["name"] = name,
        ["type"] = type,
        ["multiValued"] = name is "emails",
        ["required"] = name is "userName",
        ["mutability"] = "readWrite",
        ["returned"] = "default",
    };

    private static string Type(PeakonType type) => type switch
    {
        PeakonType.Option or PeakonType.Employee => "string",
        PeakonType.Date => "dateTime",
        PeakonType.Number => "integer",
        _ => throw new InvalidOperationException($"{type} is no type."),
    };
}
