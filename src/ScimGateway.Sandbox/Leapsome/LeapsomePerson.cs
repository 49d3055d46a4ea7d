using System.Text.Json.Nodes;
using ScimGateway.Sandbox.Vendors;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Json;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Sandbox.Leapsome;

/// <summary>A user as Leapsome stores it: managers as plain ids. They are written as strings and read as objects.</summary>
internal static class LeapsomePerson
{
    /// <summary>Merges a partial user into one: objects member by member, all else as a whole, null clears.</summary>
    /// <param name="partial">Must have a userName.</param>
    /// <param name="user">Becomes the merged one; not to be used after a fault.</param>
    /// <param name="all">All users, for the managers.</param>
    /// <exception cref="ScimException">400.</exception>
    public static void Merge(JsonObject partial, JsonObject user, IEnumerable<JsonObject> all)
    {
        if (!partial["userName"].IsString(out string? userName) || userName.Length == 0)
            throw ScimException.InvalidValue("userName is required");
        Merge(partial, user, CoreUser.Writable);
        CoreUser.Check(user);
        if (user["externalId"] is { } externalId && !externalId.IsString(out _))
            throw ScimException.InvalidValue("externalId must be a string");
        if (partial[SchemaUrns.EnterpriseUser] is null) return;
        if (partial[SchemaUrns.EnterpriseUser] is not JsonObject extension)
            throw ScimException.InvalidValue("The enterprise extension must be an object");
        if (user[SchemaUrns.EnterpriseUser] is not JsonObject kept) user[SchemaUrns.EnterpriseUser] = kept = [];
        LeapsomeExtension.Merge(extension, kept, [.. all]);
    }

    /// <summary>Turns the ids of managers into the objects that answers show.</summary>
    public static void ShowReferences(JsonObject shown, ResourceStore people)
    {
        if (shown[SchemaUrns.EnterpriseUser] is not JsonObject extension) return;
        if (extension["manager"].IsString(out string? manager))
        {
            extension["manager"] = Reference(manager, people);
            shown["manager"] = new JsonObject { ["value"] = manager };
        }

        if (extension["additionalManagers"] is JsonArray ids)
            extension["additionalManagers"] = new JsonArray([.. ids.Select(id => Reference(id!.GetValue<string>(), people))]);
    }

    private static JsonObject Reference(string id, ResourceStore people) =>
        new() { ["managerId"] = id, ["displayName"] = people.TryFind(id, out var person) ? DisplayName(person) : null };

    private static string DisplayName(JsonObject person) =>
        person["displayName"].IsString(out string? name)
            ? name
            : $"{person["name"]?["givenName"]} {person["name"]?["familyName"]}".Trim();

    private static void Merge(JsonObject from, JsonObject to, IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (!from.TryGetPropertyValue(name, out var value)) continue;
            if (value is null) to.Remove(name);
            else if (value is not JsonObject part || to[name] is not JsonObject whole) to[name] = value.DeepClone();
            else Merge(part, whole, part.Select(member => member.Key));
        }
    }
}
