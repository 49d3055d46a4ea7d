using System.Text.Json.Nodes;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Discovery;

/// <summary>A schema as <c>/Schemas</c> shows it (RFC 7643 section 7), with its address at the gateway.</summary>
public static class SchemaDocument
{
    /// <summary>The endpoint, with its slash.</summary>
    public const string Endpoint = "/Schemas";

    /// <summary>The document. The URI in the address is as it is: colons may stand in a path (RFC 3986 section 3.3).</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="baseUrl">Up to the endpoint: <c>https://gw.example/scim/v2</c>.</param>
    public static JsonObject ToJson(SchemaDefinition schema, string baseUrl)
    {
        var json = SchemaWriter.Write(schema);
        json["meta"] = DiscoveryMeta.Of("Schema", baseUrl, $"{Endpoint}/{schema.Id}");
        return json;
    }
}
