using System.Text.Json.Nodes;

namespace ScimGateway.Scim.Discovery;

/// <summary>A way to authenticate, as <c>/ServiceProviderConfig</c> shows it (RFC 7643 section 5).</summary>
public sealed record AuthenticationScheme
{
    /// <summary>The one that the gateway supports (RFC 6750).</summary>
    public static AuthenticationScheme OAuthBearerToken { get; } = new()
    {
        Type = "oauthbearertoken",
        Name = "OAuth Bearer Token",
        Description = "Authentication with a bearer token in the Authorization header.",
        SpecUri = "https://www.rfc-editor.org/info/rfc6750",
        IsPrimary = true,
    };

    /// <summary><c>oauth</c>, <c>oauth2</c>, <c>oauthbearertoken</c>, <c>httpbasic</c> or <c>httpdigest</c>; servers know
    /// others.</summary>
    public required string Type { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public required string Description { get; init; }

    /// <summary>Where the way is specified.</summary>
    public string? SpecUri { get; init; }

    /// <summary>Where people read how it is used.</summary>
    public string? DocumentationUri { get; init; }

    /// <summary>Whether it is the preferred one.</summary>
    public bool IsPrimary { get; init; }

    internal JsonNode ToJson()
    {
        var json = new JsonObject { ["type"] = Type, ["name"] = Name, ["description"] = Description };
        if (SpecUri is not null) json["specUri"] = SpecUri;
        if (DocumentationUri is not null) json["documentationUri"] = DocumentationUri;
        if (IsPrimary) json["primary"] = true;
        return json;
    }
}
