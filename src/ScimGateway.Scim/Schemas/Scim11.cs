namespace ScimGateway.Scim.Schemas;

/// <summary>The words of SCIM 1.1 (its core schema, sections 5 to 11) that have others in SCIM 2.0.</summary>
public static class Scim11
{
    /// <summary>The prefix of every URI of SCIM 1.1.</summary>
    public const string Prefix = "urn:scim:schemas:";

    /// <summary>The core schema of every resource; some servers add the resource's name (<c>…:core:1.0:User</c>).</summary>
    public const string Core = "urn:scim:schemas:core:1.0";

    /// <summary>The enterprise extension of users.</summary>
    public const string EnterpriseUser = "urn:scim:schemas:extension:enterprise:1.0";

    // Written by templates that mean SCIM 2.0 with a URI like that of 1.1 (OneLogin).
    private const string Core20 = "urn:scim:schemas:core:2.0", EnterpriseUser20 = "urn:scim:schemas:extension:enterprise:2.0";

    /// <summary>The manager's id, which is <c>value</c> in SCIM 2.0.</summary>
    public const string ManagerId = "managerId";

    /// <summary>Whether a URI is one of SCIM 1.1.</summary>
    public static bool IsUri(string uri) => uri.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>The URI of SCIM 2.0 for one of 1.1; any other is returned as it is.</summary>
    /// <param name="uri">A whole URI.</param>
    /// <param name="core">The core schema of the resource that it stands in.</param>
    public static string CurrentSchema(string uri, string core) =>
        !IsUri(uri) ? uri
        : (Below(uri, EnterpriseUser) ?? Below(uri, EnterpriseUser20)) is "" or "User" ? SchemaUrns.EnterpriseUser
        : (Below(uri, Core) ?? Below(uri, Core20)) is "" or "User" or "Group" ? core
        : uri;

    /// <summary>The path in SCIM 2.0 for one that begins with a URI of 1.1; any other is returned as it is.</summary>
    public static string CurrentPath(string path) =>
        !IsUri(path) ? path
        : (Below(path, EnterpriseUser) ?? Below(path, EnterpriseUser20)) is { } extension
            ? extension.Length == 0 ? SchemaUrns.EnterpriseUser
                : $"{SchemaUrns.EnterpriseUser}:{CurrentName(WithoutType(extension))}"
        : (Below(path, Core) ?? Below(path, Core20)) is { Length: > 0 } core ? WithoutType(core)
        : path;

    private static string CurrentName(string path) =>
        path.Equals("manager." + ManagerId, StringComparison.OrdinalIgnoreCase) ? "manager.value" : path;

    private static string? Below(string uri, string known) =>
        !uri.StartsWith(known, StringComparison.OrdinalIgnoreCase) ? null
        : uri.Length == known.Length ? ""
        : uri[known.Length] == ':' ? uri[(known.Length + 1)..]
        : null;

    private static string WithoutType(string path) =>
        path.StartsWith("User:", StringComparison.OrdinalIgnoreCase) ? path["User:".Length..]
        : path.StartsWith("Group:", StringComparison.OrdinalIgnoreCase) ? path["Group:".Length..]
        : path;
}
