using System.Text.Json.Nodes;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Discovery;

/// <summary>The abilities of the server (RFC 7643 section 5, RFC 9865 section 4). The defaults are those that the gateway offers
/// at every target.</summary>
public sealed record ServiceProviderConfig
{
    /// <summary>The endpoint, with its slash.</summary>
    public const string Endpoint = "/ServiceProviderConfig";

    /// <summary>Where people read about the server; <see langword="null"/> for nowhere.</summary>
    public string? DocumentationUri { get; init; }

    /// <summary>Whether PATCH is supported.</summary>
    public bool Patch { get; init; } = true;

    /// <summary>Whether there is a <c>/Bulk</c>; within the two limits below.</summary>
    public bool Bulk { get; init; } = true;

    /// <summary>Operations in one Bulk request.</summary>
    public int BulkMaxOperations { get; init; } = 1000;

    /// <summary>Size of one Bulk request, bytes.</summary>
    public long BulkMaxPayloadSize { get; init; } = 1_048_576;

    /// <summary>Whether filters are supported.</summary>
    public bool Filter { get; init; } = true;

    /// <summary>Resources in one answer, at most.</summary>
    public int FilterMaxResults { get; init; } = 1000;

    /// <summary>Whether passwords can be changed.</summary>
    public bool ChangePassword { get; init; }

    /// <summary>Whether results can be sorted.</summary>
    public bool Sort { get; init; } = true;

    /// <summary>Whether resources have versions.</summary>
    public bool ETag { get; init; } = true;

    /// <summary>Whether lists can be paged by cursor (RFC 9865 section 4).</summary>
    public bool CursorPagination { get; init; }

    /// <summary>Whether lists can be paged by index.</summary>
    public bool IndexPagination { get; init; } = true;

    /// <summary>The pagination for a client that does not say. By index, if there is a choice: clients from before RFC 9865
    /// expect it.</summary>
    public PaginationMethod DefaultPaginationMethod { get; init; } = PaginationMethod.Index;

    /// <summary>How long a cursor is valid, shown in whole seconds; <see langword="null"/>: nothing is promised.</summary>
    public TimeSpan? CursorTimeout { get; init; }

    /// <summary>Resources on a page when the client does not say; <see langword="null"/>: nothing is promised.</summary>
    public int? DefaultPageSize { get; init; } = 100;

    /// <summary>Resources on a page, whatever the client says; <see langword="null"/>: as many as in one answer.</summary>
    public int? MaxPageSize { get; init; }

    /// <summary>How clients authenticate.</summary>
    public IReadOnlyList<AuthenticationScheme> AuthenticationSchemes { get; init; } = [AuthenticationScheme.OAuthBearerToken];

    /// <summary>Reads a target's own document, in the shapes of SCIM 2.0 and 1.1; abilities that it leaves out are not
    /// there.</summary>
    /// <exception cref="Errors.ScimException">502: it is another document.</exception>
    public static ServiceProviderConfig Read(JsonObject body) => ServiceProviderConfigReader.Read(body);

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
        json["authenticationSchemes"] = new JsonArray([.. AuthenticationSchemes.Select(scheme => scheme.ToJson())]);
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

    private JsonObject PaginationJson()
    {
        var json = new JsonObject
        {
            ["cursor"] = CursorPagination,
            ["index"] = IndexPagination,
            ["defaultPaginationMethod"] = DefaultPaginationMethod == PaginationMethod.Cursor ? "cursor" : "index",
        };
        if (DefaultPageSize is { } size) json["defaultPageSize"] = size;
        if ((MaxPageSize ?? FilterMaxResults) is > 0 and { } most) json["maxPageSize"] = most;
        if (CursorPagination && CursorTimeout is { } timeout) json["cursorTimeout"] = (long)timeout.TotalSeconds;
        return json;
    }
}
