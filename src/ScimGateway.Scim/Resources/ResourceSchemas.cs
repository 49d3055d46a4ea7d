using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Resources;

/// <summary>The <c>schemas</c> of a resource: first its core schema, then every extension whose object is there (RFC 7643 section
/// 3).</summary>
internal static class ResourceSchemas
{
    internal const string Name = "schemas";

    /// <summary>Makes <c>schemas</c> the first member, adds missing URIs (Entra leaves out those of custom extensions), and drops
    /// repetitions. URIs that are listed without an object stay: they do no harm.</summary>
    public static void Complete(JsonObject resource, ResourceType type)
    {
        if (IsComplete(resource, type)) return;
        var listed = Listed(resource, type);
        while (resource.SpellingOf(Name) is { } spelling) resource.Remove(spelling);
        resource.Insert(0, Name, new JsonArray([.. listed.Select(uri => (JsonNode)uri)]));
    }

    /// <summary>Whether a member of a resource is the object of an extension, known to the type or not.</summary>
    internal static bool IsExtension(string name, JsonNode? value, ResourceType type) =>
        name.Contains(':', StringComparison.Ordinal)
        && (
            type.Extension(name) is not null
            || (value is JsonObject && name.StartsWith("urn:", StringComparison.OrdinalIgnoreCase))
        );

    // Nearly every resource is complete already; the check must cost nothing. A long list is rebuilt, so that it cannot take
    // quadratic time.
    private static bool IsComplete(JsonObject resource, ResourceType type)
    {
        if (resource.Count == 0 || resource.GetAt(0) is not { Key: Name, Value: JsonArray { Count: > 0 and <= 8 } listed })
            return false;
        if (!IsListed(listed, type.Schema.Id, 1)) return false;
        for (int i = 1; i < listed.Count; i++)
            if (!listed[i].IsString(out string? uri) || IsListed(listed, uri, i)) return false;
        for (int i = 1; i < resource.Count; i++)
        {
            var (name, value) = resource.GetAt(i);
            if (IsExtension(name, value, type) && !IsListed(listed, name, listed.Count)) return false;
        }

        return true;
    }

    private static bool IsListed(JsonArray listed, string uri, int before)
    {
        for (int i = 0; i < before; i++)
            if (listed[i].IsString(out string? other) && other.Equals(uri, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static List<string> Listed(JsonObject resource, ResourceType type)
    {
        var given = resource.Find(Name) switch
        {
            JsonArray array => array.Select(item => item.IsString(out string? uri) ? uri : null).OfType<string>(),
            JsonValue value when value.IsString(out string? uri) => [uri],
            _ => [],
        };
        var present = resource.Where(member => IsExtension(member.Key, member.Value, type)).Select(member => member.Key);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. given.Concat(present).Prepend(type.Schema.Id).Where(seen.Add).Select(uri => type.Extension(uri)?.Id ?? uri)];
    }
}
