using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Resources;

/// <summary>Where the client finds a resource and those it refers to: at the gateway, never at the target.</summary>
public static class ResourceLocation
{
    private const string Reference = "$ref";

    /// <summary>The URI of a resource at the gateway; the id is percent-encoded once.</summary>
    /// <param name="baseUrl">Up to the endpoint: <c>https://gw.example/scim/v2</c>, with or without a slash at its end.</param>
    /// <param name="endpoint">With its slash: <c>/Users</c>.</param>
    /// <param name="id">Decoded.</param>
    public static string Of(string baseUrl, string endpoint, string id) => $"{baseUrl.TrimEnd('/')}{endpoint}/{Uri.EscapeDataString(id)}";

    /// <summary>Sets <c>meta.location</c> and rewrites every <c>$ref</c> that is there (RFC 7643 sections 3.1 and 2.3.7). One
    /// whose resource cannot be told is taken away, and so is the location of a resource without an <c>id</c>.</summary>
    public static void Stamp(JsonObject resource, ResourceType type, string baseUrl)
    {
        StampMeta(resource, type, baseUrl);
        foreach (var (name, value) in resource)
        {
            if (type.CoreAttribute(name) is { } attribute) StampReferences(attribute, value, baseUrl);
            else if (type.Extension(name) is { } extension && value is JsonObject inner)
                foreach (var (innerName, innerValue) in inner)
                    if (extension.Find(innerName) is { } known) StampReferences(known, innerValue, baseUrl);
        }
    }

    private static void StampMeta(JsonObject resource, ResourceType type, string baseUrl)
    {
        if (!resource.Find("id").IsString(out string? id))
        {
            (resource["meta"] as JsonObject)?.Remove("location");
            return;
        }

        if (resource["meta"] is not JsonObject meta) resource["meta"] = meta = new JsonObject { ["resourceType"] = type.Name };
        meta["location"] = Of(baseUrl, type.Endpoint, id);
    }

    private static void StampReferences(AttributeDefinition attribute, JsonNode? value, string baseUrl)
    {
        if (attribute.Sub(Reference) is not { } reference) return;
        if (value is JsonObject single) StampReference(attribute, reference, single, baseUrl);
        if (value is not JsonArray elements) return;
        foreach (var element in elements.OfType<JsonObject>()) StampReference(attribute, reference, element, baseUrl);
    }

    private static void StampReference(AttributeDefinition attribute, AttributeDefinition reference, JsonObject holder, string baseUrl)
    {
        if (holder.SpellingOf(Reference) is not { } spelling) return;
        string? endpoint = EndpointOf(holder.Find("type")) ?? EndpointOf(attribute, reference) ?? EndpointIn(holder[spelling]);
        if (endpoint is null || !holder.Find("value").IsString(out string? id)) holder.Remove(spelling);
        else holder[spelling] = Of(baseUrl, endpoint, id);
    }

    private static string? EndpointOf(JsonNode? kind) => kind.IsString(out string? word) ? EndpointOf(word) : null;

    // A user's groups are groups (RFC 7643 section 4.1.2), although the schema's text in section 8.7.1 allows users as well.
    private static string? EndpointOf(AttributeDefinition attribute, AttributeDefinition reference) =>
        attribute.Name == "groups" ? ResourceType.Group.Endpoint
        : reference.ReferenceTypes is [var only] ? EndpointOf(only)
        : null;

    private static string? EndpointOf(string kind) =>
        kind.Equals(ResourceType.User.Name, StringComparison.OrdinalIgnoreCase) ? ResourceType.User.Endpoint
        : kind.Equals(ResourceType.Group.Name, StringComparison.OrdinalIgnoreCase) ? ResourceType.Group.Endpoint
        : null;

    /// <summary>The kind that the target's own reference shows: the last <c>/Users/</c> or <c>/Groups/</c> of it.</summary>
    private static string? EndpointIn(JsonNode? reference)
    {
        if (!reference.IsString(out string? uri)) return null;
        int user = uri.LastIndexOf("Users/", StringComparison.OrdinalIgnoreCase);
        int group = uri.LastIndexOf("Groups/", StringComparison.OrdinalIgnoreCase);
        if (user == group) return null;
        return user > group ? ResourceType.User.Endpoint : ResourceType.Group.Endpoint;
    }
}
