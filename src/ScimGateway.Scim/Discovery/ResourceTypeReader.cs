using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Discovery;

internal static class ResourceTypeReader
{
    public static ResourceType Read(JsonObject json, IReadOnlyList<SchemaDefinition> schemas)
    {
        string name = Text(json, "name") ?? Text(json, "id") ?? throw Unusable("a resource type lacks its name");
        string schema = Text(json, "schema") ?? throw Unusable($"the resource type '{name}' lacks its schema");
        var extensions = Extensions(json.Find("schemaExtensions")).ToList();
        return new ResourceType
        {
            Name = name,
            Endpoint = Endpoint(Text(json, "endpoint") ?? throw Unusable($"the resource type '{name}' lacks its endpoint")),
            Description = Text(json, "description"),
            Schema = Find(schema, schemas) ?? throw Unusable($"the schema '{schema}' of the resource type '{name}' is not described"),
            Extensions = [.. extensions.Select(extension => Find(extension.Id, schemas) ?? new SchemaDefinition { Id = extension.Id, Name = "" })],
            RequiredExtensions = [.. extensions.Where(extension => extension.IsRequired).Select(extension => extension.Id)],
        };
    }

    private static IEnumerable<(string Id, bool IsRequired)> Extensions(JsonNode? node)
    {
        if (node is not JsonArray array) yield break;
        foreach (var json in array.OfType<JsonObject>())
            if (Text(json, "schema") is { } id) yield return (id, json.Find("required")?.GetValueKind() == JsonValueKind.True);
    }

    private static SchemaDefinition? Find(string id, IEnumerable<SchemaDefinition> schemas) =>
        schemas.Append(WellKnownSchemas.User).Append(WellKnownSchemas.Group).Append(WellKnownSchemas.EnterpriseUser)
            .FirstOrDefault(schema => schema.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    // Relative to the server's root, says RFC 7643 section 6; of a whole address only the last name can be that.
    private static string Endpoint(string endpoint)
    {
        string path = endpoint.Trim().TrimEnd('/');
        return path.Contains("://", StringComparison.Ordinal) ? path[path.LastIndexOf('/')..] : "/" + path.TrimStart('/');
    }

    private static string? Text(JsonObject json, string name) => json.Find(name).IsString(out string? text) && text.Length > 0 ? text : null;

    private static ScimException Unusable(string why) => ScimException.UnusableAnswer($"The target's answer cannot be read as its resource types: {why}.");
}
