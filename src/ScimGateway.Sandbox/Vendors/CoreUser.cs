using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Vendors;

/// <summary>The core User (RFC 7643 section 4.1) as the vendors accept it: exact spelling, strict types, e-mails for user
/// names.</summary>
internal static class CoreUser
{
    /// <summary>What can be written: no <c>id</c>, no <c>meta</c>, no <c>password</c>, no <c>groups</c>.</summary>
    public static IReadOnlyList<string> Writable { get; } =
    [
        "externalId",
        .. WellKnownSchemas.User.Attributes.Where(IsWritable).Select(attribute => attribute.Name),
    ];

    /// <summary>Refuses values of the wrong type and a user name that is no e-mail.</summary>
    /// <exception cref="ScimException"><c>invalidValue</c>.</exception>
    public static void Check(JsonObject user)
    {
        if (!user["userName"].IsString(out string? userName) || !userName.Contains('@', StringComparison.Ordinal))
            throw ScimException.InvalidValue("userName must be an e-mail address.");
        Demand(user, "active", "true or false", kind => kind is JsonValueKind.True or JsonValueKind.False);
        Demand(user, "name", "an object", kind => kind is JsonValueKind.Object);
        Demand(user, "emails", "an array", kind => kind is JsonValueKind.Array);
    }

    public static bool Holds(JsonObject user, string attribute, string value, StringComparison comparison) =>
        user[attribute].IsString(out string? held) && held.Equals(value, comparison);

    /// <summary>User names are compared in any case (RFC 7643 section 4.1.1).</summary>
    public static bool HasUserName(JsonObject user, string value) =>
        Holds(user, "userName", value, StringComparison.OrdinalIgnoreCase);

    public static bool HasEmail(JsonObject user, string value) =>
        user["emails"] is JsonArray emails
        && emails.OfType<JsonObject>().Any(email => Holds(email, "value", value, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a value is a date, <c>1990-01-02</c>.</summary>
    public static bool IsDate(JsonNode? value) =>
        value.IsString(out string? text)
        && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsWritable(AttributeDefinition attribute) =>
        attribute.Mutability == Mutability.ReadWrite && attribute.Name is not ("password" or "groups");

    private static void Demand(JsonObject user, string name, string expected, Func<JsonValueKind, bool> fits)
    {
        if (user[name] is { } value && !fits(value.GetValueKind()))
            throw ScimException.InvalidValue($"{name} must be {expected}.");
    }
}
