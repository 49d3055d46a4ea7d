using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.AlexisHr;

/// <summary>A user as AlexisHR accepts it from an identity provider, and stores it.</summary>
internal static class AlexisHrPerson
{
    public const string Extension = "urn:ietf:params:scim:schemas:extension:alexis:2.0:User";

    // Its reference marks them as required; empty lists are accepted.
    private static readonly string[] Required = [
        "schemas",
        "userName",
        "name",
        "active",
        "meta",
        "emails",
        "phoneNumbers",
        "photos",
        "addresses",
    ];

    /// <exception cref="ScimException">400: a create lacks something.</exception>
    public static void RequireAll(JsonObject body)
    {
        if (Array.Find(Required, name => body[name] is null) is { } missing)
            throw ScimException.InvalidValue($"{missing} is required");
    }

    /// <summary>The part of a body that is stored; the rest is dropped.</summary>
    public static JsonObject Of(string id, JsonObject body)
    {
        var person = new JsonObject { ["schemas"] = new JsonArray(SchemaUrns.User), ["id"] = id };
        foreach (string name in CoreUser.Writable)
            if (body[name] is { } value) person[name] = value.DeepClone();
        foreach (string urn in new[] { SchemaUrns.EnterpriseUser, Extension })
        {
            if (body[urn] is not JsonObject { Count: > 0 } extension) continue;
            person[urn] = extension.DeepClone();
            person["schemas"]!.AsArray().Add((JsonNode)urn);
        }

        person["active"] ??= true;
        return person;
    }

    /// <exception cref="ScimException">400, or 409: another one has the userName.</exception>
    public static void Check(JsonObject person, ResourceStore people)
    {
        CoreUser.Check(person);
        string userName = person["userName"]!.GetValue<string>();
        if (people.All.Any(other => CoreUser.HasUserName(other, userName) && !JsonNode.DeepEquals(other["id"], person["id"])))
            throw ScimException.Uniqueness($"A user with the userName {userName} already exists");
        if (
            person[SchemaUrns.EnterpriseUser]?["manager"]?["value"].IsString(out string? manager) is true
            && !people.TryFind(manager, out _)
        )
            throw ScimException.InvalidValue($"Manager {manager} was not found");
    }
}
