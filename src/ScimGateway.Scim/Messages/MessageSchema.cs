using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Policies;

namespace ScimGateway.Scim.Messages;

internal static class MessageSchema
{
    /// <summary>Every message names its schema (RFC 7644 section 3.1).</summary>
    /// <exception cref="ScimException"><c>invalidSyntax</c>: it is missing, and the client may not leave it out.</exception>
    public static void Require(JsonObject body, string uri, ReadingRules rules)
    {
        if (rules.Allows(Leniency.MissingSchemas)) return;
        bool isThere = body.Find("schemas") is JsonArray names
            && names.Any(name => name.IsString(out string? text) && text.Equals(uri, StringComparison.OrdinalIgnoreCase));
        if (!isThere) throw ScimException.InvalidSyntax($"schemas must hold {uri}.");
    }
}
