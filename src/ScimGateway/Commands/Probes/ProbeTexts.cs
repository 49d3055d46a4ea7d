using System.Text.Json.Nodes;
using ScimGateway.Scim.Paths;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Commands.Probes;

/// <summary>The messages of a probe, in the client's words.</summary>
internal static class ProbeTexts
{
    public static JsonObject User(string name, string familyName) => new()
    {
        ["schemas"] = new JsonArray(ResourceType.User.Schema.Id),
        ["userName"] = name,
        ["externalId"] = name,
        ["displayName"] = "SCIM gateway probe",
        ["name"] = new JsonObject { ["givenName"] = "SCIM", ["familyName"] = familyName },
        ["emails"] = new JsonArray(new JsonObject { ["value"] = name, ["type"] = "work", ["primary"] = true }),
        ["active"] = false, // no e-mail must be sent to it
    };

    public static JsonObject Group(string name) => new()
    {
        ["schemas"] = new JsonArray(ResourceType.Group.Schema.Id),
        ["displayName"] = name,
    };

    public static JsonObject Patch(string op, string path, JsonNode? value)
    {
        var operation = new JsonObject { ["op"] = op, ["path"] = path };
        if (value is not null) operation["value"] = value;
        return new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.PatchOp), ["Operations"] = new JsonArray(operation) };
    }

    public static JsonObject Replace(AttributePath path, string value) => Patch("replace", path.ToString(), value);

    public static JsonArray Members(params string[] ids) => [.. ids.Select(id => new JsonObject { ["value"] = id })];
}
