using System.Text.Json.Nodes;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Scim.Tests.Resources;

/// <summary>A user with an extension that has every type and every <c>returned</c>; and short words for long URIs in
/// tables.</summary>
internal static class Acme
{
    public const string Urn = "urn:acme:2.0:User";

    public static ResourceType User { get; } = ResourceType.User with
    {
        Extensions = [WellKnownSchemas.EnterpriseUser, Extension()],
    };

    /// <summary><c>@core</c>, <c>@group</c>, <c>@ent</c> and <c>@acme</c> stand for URIs.</summary>
    public static string Long(string text) => text
        .Replace("@core", SchemaUrns.User, StringComparison.Ordinal)
        .Replace("@group", SchemaUrns.Group, StringComparison.Ordinal)
        .Replace("@ent", SchemaUrns.EnterpriseUser, StringComparison.Ordinal)
        .Replace("@acme", Urn, StringComparison.Ordinal);

    public static string Short(string text) => text
        .Replace(SchemaUrns.User, "@core", StringComparison.Ordinal)
        .Replace(SchemaUrns.Group, "@group", StringComparison.Ordinal)
        .Replace(SchemaUrns.EnterpriseUser, "@ent", StringComparison.Ordinal)
        .Replace(Urn, "@acme", StringComparison.Ordinal);

    public static JsonObject Json(string text) => ScimJson.ParseObject(System.Text.Encoding.UTF8.GetBytes(Long(text)), 32);

    public static string Text(JsonNode node) => Short(System.Text.Encoding.UTF8.GetString(ScimJson.ToUtf8(node)));

    private static SchemaDefinition Extension() => new()
    {
        Id = Urn,
        Name = "AcmeUser",
        Attributes =
        [
            new() { Name = "floor", Type = AttributeType.Integer },
            new() { Name = "share", Type = AttributeType.Decimal },
            new() { Name = "remote", Type = AttributeType.Boolean },
            new() { Name = "since", Type = AttributeType.DateTime },
            new() { Name = "Date of Birth" },
            new() { Name = "tags", MultiValued = true },
            new() { Name = "secret", Returned = Returned.Never },
            new() { Name = "notes", Returned = Returned.Request },
            new()
            {
                Name = "badge",
                Type = AttributeType.Complex,
                SubAttributes =
                [
                    new() { Name = "number", Type = AttributeType.Integer, Returned = Returned.Always },
                    new() { Name = "colour" },
                    new() { Name = "pin", Returned = Returned.Never },
                ],
            },
        ],
    };
}
