using System.Text.Json.Nodes;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Discovery;

/// <summary>What a client may expect of the server it talks to (RFC 7643 section 5, RFC 9865 section 4). The defaults are what
/// the gateway offers whatever the target can do.</summary>
public sealed record ServiceProviderConfig
{
    /// <summary>The endpoint, with its slash.</summary>
    public const string Endpoint = "/ServiceProviderConfig";

    /// <summary>Where people read about the server; <see langword="null"/> for nowhere.</summary>
    public string? DocumentationUri { get; init; }

    /// <summary>Whether PATCH is understood.</summary>
    public bool Patch { get; init; } = true;

    /// <summary>Whether there is a <c>/Bulk</c>; within the two limits below.</summary>
    public bool Bulk { get; init; } = true;

    /// <summary>Operations in one Bulk request.</summary>
    public int BulkMaxOperations { get; init; } = 1000;

    /// <summary>Size of one Bulk request, bytes.</summary>
    public long BulkMaxPayloadSize { get; init; } = 1_048_576;

    /// <summary>Whether filters are understood.</summary>
    public bool Filter { get; init; } = true;

    /// <summary>Resources in one answer, at most.</summary>
    public int FilterMaxResults { get; init; } = 1000;

    /// <summary>Whether passwords can be changed.</summary>
    public bool ChangePassword { get; init; }

    /// <summary>Whether results can be ordered.</summary>
    public bool Sort { get; init; } = true;

    /// <summary>Whether resources have versions.</summary>
    public bool ETag { get; init; } = true;

    /// <summary>Resources on a page when the client does not say.</summary>
    public int DefaultPageSize { get; init; } = 100;

    /// <summary>The document.</summary>
    /// <param name="baseUrl">Up to the endpoint: <c>https://gw.example/scim/v2</c>.</param>
    public JsonObject ToJson(string baseUrl)
    {
        var json = new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.ServiceProviderConfig) };
        if (DocumentationUri is not null) json["documentationUri"] = DocumentationUri;
        json["patch"] = Supported(Patch);
        json["bulk"] = BulkJson();
        json["filter"] = FilterJson();
        json["changePassword"] = Supported(ChangePassword);
        json["sort"] = Supported(Sort);
        json["etag"] = Supported(ETag);
        json["pagination"] = PaginationJson();
        json["authenticationSchemes"] = new JsonArray(BearerToken());
        json["meta"] = DiscoveryMeta.Of("ServiceProviderConfig", baseUrl, Endpoint);
        return json;
    }

    private static JsonObject Supported(bool supported) => new() { ["supported"] = supported };

    private JsonObject BulkJson() => new()
    {
        ["supported"] = Bulk,
        ["maxOperations"] = Bulk ? BulkMaxOperations : 0,
        ["maxPayloadSize"] = Bulk ? BulkMaxPayloadSize : 0,
    };

    private JsonObject FilterJson() => new() { ["supported"] = Filter, ["maxResults"] = Filter ? FilterMaxResults : 0 };

    private JsonObject PaginationJson() => new()
    {
        ["cursor"] = false,
        ["index"] = true,
        ["defaultPaginationMethod"] = "index",
        ["defaultPageSize"] = DefaultPageSize,
        ["maxPageSize"] = FilterMaxResults,
    };

    private static JsonObject BearerToken() => new()
    {
        ["type"] = "oauthbearertoken",
        ["name"] = "OAuth Bearer Token",
        ["description"] = "Authentication with a bearer token in the Authorization header.",
        ["specUri"] = "https://www.rfc-editor.org/info/rfc6750",
        ["primary"] = true,
    };
}
