using System.Text.Json.Nodes;
using ScimGateway.Scim.Paths;

namespace ScimGateway.Mapping.Mappers;

/// <summary>The attributes that the value of an operation without a path names (RFC 7644 sections 3.5.2.1 and 3.5.2.3), those in
/// the objects of extensions included.</summary>
internal static class NamedMembers
{
    public static IEnumerable<(AttributePath Path, JsonNode? Value)> Of(JsonNode? value) =>
        (value as JsonObject ?? []).SelectMany(member =>
            member.Key.StartsWith("urn:", StringComparison.OrdinalIgnoreCase) && member.Value is JsonObject extension
                ? extension.Select(inner => (new AttributePath(member.Key, inner.Key), inner.Value))
                : [(new AttributePath(null, member.Key), member.Value)]
        );
}
