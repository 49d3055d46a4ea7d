using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Scim.Discovery;

/// <summary>Reads the abilities of a target: RFC 7643 section 5, SCIM 1.1 section 10 (<c>specUrl</c>), and numbers and booleans
/// in strings. Abilities that it does not mention are not there, except paging by index, which no server mentions.</summary>
internal static class ServiceProviderConfigReader
{
    public static ServiceProviderConfig Read(JsonObject body)
    {
        if (body.SpellingOf("patch") is null && body.SpellingOf("filter") is null
            && body.SpellingOf("authenticationSchemes") is null)
            throw ScimException.UnusableAnswer("The target's answer cannot be read as a ServiceProviderConfig: it has neither patch, filter nor authenticationSchemes.");
        var pagination = body.Find("pagination") as JsonObject;
        return new ServiceProviderConfig
        {
            DocumentationUri = Text(body, "documentationUri") ?? Text(body, "documentationUrl"),
            Patch = Supports(body, "patch"),
            Bulk = Supports(body, "bulk"),
            BulkMaxOperations = (int)Math.Min(Number(body.Find("bulk"), "maxOperations") ?? 0, int.MaxValue),
            BulkMaxPayloadSize = Number(body.Find("bulk"), "maxPayloadSize") ?? 0,
            Filter = Supports(body, "filter"),
            FilterMaxResults = Size(body.Find("filter"), "maxResults") ?? 0,
            ChangePassword = Supports(body, "changePassword"),
            Sort = Supports(body, "sort"),
            ETag = Supports(body, "etag"),
            CursorPagination = IsTrue(pagination?.Find("cursor")),
            IndexPagination = pagination is null || IsTrue(pagination.Find("index")),
            DefaultPaginationMethod =
                Text(pagination, "defaultPaginationMethod") == "cursor" ? PaginationMethod.Cursor : PaginationMethod.Index,
            DefaultPageSize = Size(pagination, "defaultPageSize"),
            MaxPageSize = Size(pagination, "maxPageSize"),
            CursorTimeout = Size(pagination, "cursorTimeout") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            AuthenticationSchemes = Schemes(body.Find("authenticationSchemes")),
        };
    }

    private static AuthenticationScheme[] Schemes(JsonNode? node) => node switch
    {
        JsonArray array => [.. array.OfType<JsonObject>().Select(Scheme)],
        JsonObject one => [Scheme(one)],
        _ => [],
    };

    private static AuthenticationScheme Scheme(JsonObject json) => new()
    {
        Type = Text(json, "type") ?? "",
        Name = Text(json, "name") ?? "",
        Description = Text(json, "description") ?? "",
        SpecUri = Text(json, "specUri") ?? Text(json, "specUrl"),
        DocumentationUri = Text(json, "documentationUri") ?? Text(json, "documentationUrl"),
        IsPrimary = IsTrue(json.Find("primary")),
    };

    private static bool Supports(JsonObject body, string feature) =>
        body.Find(feature) is JsonObject complex ? IsTrue(complex.Find("supported")) : IsTrue(body.Find(feature));

    private static bool IsTrue(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.True
        || (node.IsString(out string? word) && word.Equals("true", StringComparison.OrdinalIgnoreCase));

    private static long? Number(JsonNode? holder, string name) =>
        holder is JsonObject complex && complex.Find(name).IsInteger(out long number) && number > 0 ? number : null;

    private static int? Size(JsonNode? holder, string name) =>
        Number(holder, name) is { } number ? (int)Math.Min(number, int.MaxValue) : null;

    private static string? Text(JsonObject? holder, string name) =>
        holder?.Find(name).IsString(out string? text) ?? false ? text.Length > 0 ? text : null : null;
}
