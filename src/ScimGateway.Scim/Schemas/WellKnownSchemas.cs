namespace ScimGateway.Scim.Schemas;

/// <summary>The schemas that RFC 7643 defines, read once from the embedded data files.</summary>
public static class WellKnownSchemas
{
    /// <summary>The common attributes of RFC 7643 section 3.1, which no schema document lists.</summary>
    public static SchemaDefinition Common { get; } = SchemaReader.ReadEmbedded("common.json");

    /// <summary>Users (RFC 7643 section 4.1).</summary>
    public static SchemaDefinition User { get; } = SchemaReader.ReadEmbedded("user.json");

    /// <summary>Groups (RFC 7643 section 4.2).</summary>
    public static SchemaDefinition Group { get; } = SchemaReader.ReadEmbedded("group.json");

    /// <summary>The enterprise extension of users (RFC 7643 section 4.3).</summary>
    public static SchemaDefinition EnterpriseUser { get; } = SchemaReader.ReadEmbedded("enterprise-user.json");

    internal static ResourceType UserType { get; } = new()
    {
        Name = "User",
        Endpoint = "/Users",
        Description = "User Account",
        Schema = User,
        Extensions = [EnterpriseUser],
    };

    internal static ResourceType GroupType { get; } = new()
    {
        Name = "Group",
        Endpoint = "/Groups",
        Description = "Group",
        Schema = Group,
    };
}
