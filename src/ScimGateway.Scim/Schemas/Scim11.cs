namespace ScimGateway.Scim.Schemas;

/// <summary>The words of SCIM 1.1 (its core schema, sections 5 to 11) that SCIM 2.0 has others for.</summary>
public static class Scim11
{
    /// <summary>What every URI of SCIM 1.1 begins with.</summary>
    public const string Prefix = "urn:scim:schemas:";

    /// <summary>The core schema of every resource; some servers add the resource's name (<c>…:core:1.0:User</c>).</summary>
    public const string Core = "urn:scim:schemas:core:1.0";

    public const string EnterpriseUser = "urn:scim:schemas:extension:enterprise:1.0";

    public static bool IsUri(string uri) => uri.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The URI of SCIM 2.0 for one of 1.1; any other comes back as it is.</summary>
    /// <param name="core">The core schema of the resource that the URI stands in.</param>
    public static string Current(string uri, string core) =>
        IsOrBelow(uri, EnterpriseUser) ? SchemaUrns.EnterpriseUser : IsOrBelow(uri, Core) ? core : uri;

    private static bool IsOrBelow(string uri, string known) =>
        uri.StartsWith(known, StringComparison.OrdinalIgnoreCase) && (uri.Length == known.Length || uri[known.Length] == ':');
}
