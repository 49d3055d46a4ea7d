using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Resources;

/// <summary>The addresses of a resource and of those it refers to: at the gateway, never at the target.</summary>
public static class ResourceLocation
{
    private const string Reference = "$ref";

    /// <summary>The URI of a resource at the gateway; the id is percent-encoded once.</summary>
    /// <param name="baseUrl">Up to the endpoint: <c>https://gw.example/scim/v2</c>, with or without a slash at its end.</param>
    /// <param name="endpoint">With its slash: <c>/Users</c>.</param>
    /// <param name="id">Decoded.</param>
    public static string Of(string baseUrl, string endpoint, string id) =>
        $"{baseUrl.TrimEnd('/')}{endpoint}/{Uri.EscapeDataString(id)}";

    /// <summary>Sets <c>meta.location</c> and rewrites every <c>$ref</c> (RFC 7643 sections 3.1 and 2.3.7). A <c>$ref</c> whose
    /// resource is unknown is removed, and so is the location of a resource without an <c>id</c>.</summary>
    public static void Stamp(JsonObject resource, ResourceType type, string baseUrl)
    {
        StampMeta(resource, type, baseUrl);
        foreach (var (name, value) in resource)
        {
            if (type.CoreAttribute(name) is { } attribute) StampReferences(attribute, value, type, baseUrl);
            else if (type.Extension(name) is { } extension && value is JsonObject inner)
                foreach (var (innerName, innerValue) in inner)
                    if (extension.Find(innerName) is { } known) StampReferences(known, innerValue, type, baseUrl);
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

    private static void StampReferences(AttributeDefinition attribute, JsonNode? value, ResourceType type, string baseUrl)
    {
        if (attribute.Sub(Reference) is not { } reference) return;
        if (value is JsonObject single) StampReference(attribute, reference, single, type, baseUrl);
        if (value is not JsonArray elements) return;
        foreach (var element in elements.OfType<JsonObject>()) StampReference(attribute, reference, element, type, baseUrl);
    }

    private static void StampReference(
        AttributeDefinition attribute,
        AttributeDefinition reference,
        JsonObject holder,
        ResourceType type,
        string baseUrl
    )
    {
        if (holder.SpellingOf(Reference) is not { } spelling) return;
        string? endpoint =
            EndpointOf(holder.Find("type"), type)
            ?? EndpointOf(attribute, reference, type)
            ?? EndpointIn(holder[spelling], type);
        if (endpoint is null || !holder.Find("value").IsString(out string? id)) holder.Remove(spelling);
        else holder[spelling] = Of(baseUrl, endpoint, id);
    }

    private static string? EndpointOf(JsonNode? kind, ResourceType type) =>
        kind.IsString(out string? word) ? EndpointOf(word, type) : null;

    // A user's groups are groups (RFC 7643 section 4.1.2), although the schema's text in section 8.7.1 allows users as well.
    private static string? EndpointOf(AttributeDefinition attribute, AttributeDefinition reference, ResourceType type) =>
        attribute.Name == "groups" ? ResourceType.Group.Endpoint
        : reference.ReferenceTypes is [var only] ? EndpointOf(only, type)
        : null;

    // A resource knows its own type, and those that every server may have.
    private static string? EndpointOf(string kind, ResourceType type) =>
        kind.Equals(type.Name, StringComparison.OrdinalIgnoreCase) ? type.Endpoint
        : kind.Equals(ResourceType.User.Name, StringComparison.OrdinalIgnoreCase) ? ResourceType.User.Endpoint
        : kind.Equals(ResourceType.Group.Name, StringComparison.OrdinalIgnoreCase) ? ResourceType.Group.Endpoint
        : null;

    /// <summary>The type in the target's own reference: the last <c>/Users/</c> or <c>/Groups/</c> of it.</summary>
    private static string? EndpointIn(JsonNode? reference, ResourceType type)
    {
        if (!reference.IsString(out string? uri)) return null;
        int own = LastOf(uri, type.Endpoint),
            user = LastOf(uri, ResourceType.User.Endpoint),
            group = LastOf(uri, ResourceType.Group.Endpoint);
        int last = Math.Max(own, Math.Max(user, group));
        return last < 0 ? null
            : last == own ? type.Endpoint
            : last == user ? ResourceType.User.Endpoint
            : ResourceType.Group.Endpoint;
    }

    /// <summary>Where the endpoint's name last stands with a slash behind it; a relative reference may have none before
    /// it.</summary>
    private static int LastOf(ReadOnlySpan<char> uri, ReadOnlySpan<char> endpoint)
    {
        var name = endpoint[1..];
        for (int end = uri.Length; end >= 0;)
        {
            int at = uri[..end].LastIndexOf(name, StringComparison.OrdinalIgnoreCase);
            if (at < 0 || (at + name.Length < uri.Length && uri[at + name.Length] == '/')) return at;
            end = at + name.Length - 1;
        }

        return -1;
    }
}
