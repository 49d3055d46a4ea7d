namespace ScimGateway.Scim.Schemas;

/// <summary>The schema URIs that the RFCs register (RFC 7643 section 10, RFC 7644 section 8).</summary>
public static class SchemaUrns
{
    /// <summary>Users (RFC 7643 section 4.1).</summary>
    public const string User = "urn:ietf:params:scim:schemas:core:2.0:User";

    /// <summary>Groups (RFC 7643 section 4.2).</summary>
    public const string Group = "urn:ietf:params:scim:schemas:core:2.0:Group";

    /// <summary>The enterprise extension of users (RFC 7643 section 4.3).</summary>
    public const string EnterpriseUser = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /// <summary>The abilities of a server (RFC 7643 section 5).</summary>
    public const string ServiceProviderConfig = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";

    /// <summary>A kind of resource (RFC 7643 section 6).</summary>
    public const string ResourceType = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";

    /// <summary>A schema (RFC 7643 section 7).</summary>
    public const string Schema = "urn:ietf:params:scim:schemas:core:2.0:Schema";

    /// <summary>A page of results (RFC 7644 section 3.4.2).</summary>
    public const string ListResponse = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    /// <summary>A query in a body (RFC 7644 section 3.4.3).</summary>
    public const string SearchRequest = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

    /// <summary>A PATCH (RFC 7644 section 3.5.2).</summary>
    public const string PatchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    /// <summary>Several requests in one (RFC 7644 section 3.7).</summary>
    public const string BulkRequest = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

    /// <summary>Their answers (RFC 7644 section 3.7).</summary>
    public const string BulkResponse = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

    private const string Messages = "urn:ietf:params:scim:api:messages:";

    /// <summary>Whether it is the schema of a message: an object with it is not a resource.</summary>
    public static bool IsOfMessage(string urn) => urn.StartsWith(Messages, StringComparison.OrdinalIgnoreCase);

    internal static ReadOnlySpan<byte> MessagesUtf8 => "urn:ietf:params:scim:api:messages:"u8;

    /// <summary>A fault (RFC 7644 section 3.12).</summary>
    public const string Error = "urn:ietf:params:scim:api:messages:2.0:Error";

    /// <summary>Whether a text names something inside a schema: its URI, then a colon, or the dot that some clients write there
    /// (<c>…:User.manager</c>).</summary>
    internal static bool IsBelow(string urn, string text) =>
        text.Length > urn.Length + 1
        && text[urn.Length] is ':' or '.'
        && text.StartsWith(urn, StringComparison.OrdinalIgnoreCase);
}
