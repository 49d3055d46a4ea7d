using System.Text.Json.Nodes;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Discovery;

/// <summary>A resource type as <c>/ResourceTypes</c> shows it (RFC 7643 section 6).</summary>
public static class ResourceTypeDocument
{
    /// <summary>The endpoint, with its slash.</summary>
    public const string Endpoint = "/ResourceTypes";

    /// <summary>The document.</summary>
    /// <param name="type">The resource type.</param>
    /// <param name="baseUrl">Up to the endpoint: <c>https://gw.example/scim/v2</c>.</param>
    public static JsonObject ToJson(ResourceType type, string baseUrl)
    {
        var json = new JsonObject
        {
            ["schemas"] = new JsonArray(SchemaUrns.ResourceType),
            ["id"] = type.Name,
            ["name"] = type.Name,
            ["endpoint"] = type.Endpoint,
        };
        if (type.Description is not null) json["description"] = type.Description;
        json["schema"] = type.Schema.Id;
        if (type.Extensions.Count > 0)
            json["schemaExtensions"] = new JsonArray([.. type.Extensions.Select(extension => Extension(extension, type))]);
        json["meta"] = DiscoveryMeta.Of("ResourceType", baseUrl, $"{Endpoint}/{Uri.EscapeDataString(type.Name)}");
        return json;
    }

    private static JsonNode Extension(SchemaDefinition schema, ResourceType type) => new JsonObject
    {
        ["schema"] = schema.Id,
        ["required"] = type.RequiredExtensions.Contains(schema.Id, StringComparer.OrdinalIgnoreCase),
    };
}
