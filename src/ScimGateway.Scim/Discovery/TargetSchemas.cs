using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Discovery;

/// <summary>One schema document of a target, repaired.</summary>
internal static class TargetSchemas
{
    public static IEnumerable<SchemaDefinition> Of(JsonObject document)
    {
        var schema = Schema(document);
        if (!Scim11.IsUri(schema.Id)) return [Of(schema, schema.Id, schema.Attributes)];
        string core = schema.Name.Equals("Group", StringComparison.OrdinalIgnoreCase) || schema.Id.EndsWith(":Group", StringComparison.OrdinalIgnoreCase)
            ? SchemaUrns.Group
            : SchemaUrns.User;
        string own = Scim11.CurrentSchema(schema.Id, core);
        var homes = Homes(document, own, core);
        return schema.Attributes.GroupBy(attribute => homes.GetValueOrDefault(attribute.Name, own), StringComparer.OrdinalIgnoreCase)
            .Select(home => Of(schema, home.Key, home));
    }

    private static SchemaDefinition Schema(JsonObject document)
    {
        try
        {
            return SchemaReader.Read(document);
        }
        catch (ScimException fault) when (fault.Type == ScimType.InvalidSyntax)
        {
            throw ScimException.UnusableAnswer($"The target's answer cannot be read as its schemas: {fault.Message}", fault);
        }
    }

    // SCIM 1.1 section 10 lists the attributes of extensions among those of the resource, each with its "schema".
    private static Dictionary<string, string> Homes(JsonObject document, string own, string core)
    {
        var homes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (document.Find("attributes") is not JsonArray attributes) return homes;
        foreach (var attribute in attributes.OfType<JsonObject>())
            if (attribute.Find("name").IsString(out string? name))
                homes[name] = attribute.Find("schema").IsString(out string? uri) && uri.Length > 0 ? Scim11.CurrentSchema(uri, core) : own;
        return homes;
    }

    private static SchemaDefinition Of(SchemaDefinition schema, string id, IEnumerable<AttributeDefinition> attributes) => schema with
    {
        Id = id,
        Attributes = [.. attributes.Where(attribute => WellKnownSchemas.Common.Find(attribute.Name) is null)],
    };
}
