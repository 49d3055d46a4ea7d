using System.Text.Json;
using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Slack;

/// <summary>A user as Slack stores and shows it: empty strings and empty objects for missing values.</summary>
internal static class SlackMember
{
    public const string Profile = "urn:ietf:params:scim:schemas:extension:slack:profile:2.0:User";
    public const string Guest = "urn:ietf:params:scim:schemas:extension:slack:guest:2.0:User";

    private static readonly string[] Texts = [
        "externalId",
        "displayName",
        "title",
        "timezone",
        "locale",
        "preferredLanguage",
        "userType",
    ];
    private static readonly string[] Lists = ["photos", "addresses", "phoneNumbers", "roles"];
    private static readonly string[] Employment = [
        "employeeNumber",
        "costCenter",
        "organization",
        "division",
        "department",
        "manager",
    ];

    /// <summary>The part of a body that Slack uses; the rest is dropped silently.</summary>
    /// <exception cref="ScimException">400.</exception>
    public static JsonObject Of(string id, JsonObject body)
    {
        if (!body["userName"].IsString(out string? userName) || userName.Length is 0)
            throw new ScimException(400, null, "user_name_required");
        var member = new JsonObject { ["id"] = id, ["userName"] = SlackHandle.Of(Nick(body) ?? userName) };
        foreach (string name in Texts)
            if (body[name].IsString(out string? text) && text.Length > 0) member[name] = text;
        foreach (string name in Lists)
            if (body[name] is JsonArray { Count: > 0 } list) member[name] = list.DeepClone();
        if (body["name"] is JsonObject called) member["name"] = called.DeepClone();
        member["active"] = Active(body["active"]);
        member["emails"] = Emails(body["emails"]);
        Take(body, member, SchemaUrns.EnterpriseUser, Employment);
        Take(body, member, Profile, ["startDate"]);
        Take(body, member, Guest, ["type", "expiration"]);
        return member;
    }

    public static bool HasEmail(JsonObject member, string email) => CoreUser.HasEmail(member, email);

    public static string Email(JsonObject member) => member["emails"]![0]!["value"]!.GetValue<string>();

    /// <summary>The user in an answer.</summary>
    public static JsonObject Show(JsonObject member, string root)
    {
        var shown = new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.User, SchemaUrns.EnterpriseUser, Guest, Profile) };
        foreach (string name in Texts) shown[name] = "";
        shown["addresses"] = new JsonArray(new JsonObject());
        foreach (var (name, value) in member) shown[name] = value?.DeepClone();
        shown["nickName"] = shown["userName"]!.DeepClone();
        shown["profileUrl"] = $"https://acme.enterprise.slack.example/team/{member["userName"]}";
        if (shown["name"] is JsonObject called) called["honorificPrefix"] ??= null;
        if (shown[SchemaUrns.EnterpriseUser] is not JsonObject) shown[SchemaUrns.EnterpriseUser] = new JsonObject();
        shown[SchemaUrns.EnterpriseUser]!["manager"] ??= new JsonObject();
        shown["meta"]!["location"] = $"{root}/Users/{member["id"]}";
        return shown;
    }

    // The two are the same at Slack. A replace that repeats the old nickName keeps the old name.
    private static string? Nick(JsonObject body) => body["nickName"].IsString(out string? nick) && nick.Length > 0 ? nick : null;

    private static bool Active(JsonNode? active) => active?.GetValueKind() switch
    {
        null or JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new ScimException(400, null, "invalid_active"),
    };

    private static JsonArray Emails(JsonNode? emails)
    {
        if (emails is not JsonArray { Count: > 0 } list) throw new ScimException(400, null, "email_required");
        var kept = new JsonArray();
        foreach (var item in list)
        {
            if (
                item is not JsonObject email
                || !email["value"].IsString(out string? value)
                || !value.Contains('@', StringComparison.Ordinal)
            )
                throw new ScimException(400, null, "invalid_email");
            var one = new JsonObject { ["value"] = value, ["primary"] = email["primary"]?.GetValueKind() is JsonValueKind.True };
            if (email["type"].IsString(out string? type)) one["type"] = type;
            kept.Insert(one["primary"]!.GetValue<bool>() ? 0 : kept.Count, one);
        }

        kept[0]!["primary"] = true;
        return kept;
    }

    private static void Take(JsonObject body, JsonObject member, string urn, IEnumerable<string> names)
    {
        if (body[urn] is not JsonObject said) return;
        var kept = new JsonObject();
        foreach (string name in names)
            if (said[name] is { } value and not JsonObject { Count: 0 }) kept[name] = value.DeepClone();
        if (kept.Count > 0) member[urn] = kept;
    }
}
