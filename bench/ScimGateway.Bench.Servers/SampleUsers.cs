using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScimGateway.Bench.Servers;

/// <summary>Users as an application with an extension of its own returns them: 1.7 to 2 KB each.</summary>
internal static class SampleUsers
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const string Extension = "urn:ietf:params:scim:schemas:extension:peakon:2.0:User";

    public static byte[] One(int number) => Encoding.UTF8.GetBytes(User(number).ToJsonString());

    /// <summary>A <c>ListResponse</c> (RFC 7644 section 3.4.2) of the first users.</summary>
    public static byte[] List(int count)
    {
        var users = new JsonArray([.. Enumerable.Range(1, count).Select(User)]);
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:ListResponse"),
            ["totalResults"] = count,
            ["startIndex"] = 1,
            ["itemsPerPage"] = count,
            ["Resources"] = users,
        });
    }

    private static JsonObject User(int number) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User", Enterprise, Extension),
        ["id"] = $"employee_{number}",
        ["externalId"] = $"00u1f96ecEMVa{number:000000}",
        ["userName"] = $"ana.bergman{number}@example.org",
        ["name"] = new JsonObject { ["formatted"] = "Ana Bergman", ["givenName"] = "Ana", ["familyName"] = "Bergman" },
        ["displayName"] = "Ana Bergman",
        ["nickName"] = "Ana",
        ["profileUrl"] = $"https://people.example.org/employee_{number}",
        ["preferredLanguage"] = "sv-SE",
        ["locale"] = "sv-SE",
        ["timezone"] = "Europe/Stockholm",
        ["active"] = true,
        ["emails"] = new JsonArray(
            Value($"ana.bergman{number}@example.org", "work", primary: true),
            Value($"ana{number}@example.net", "home", primary: false)),
        ["phoneNumbers"] = new JsonArray(
            Value("+46 8 123 456 78", "work", primary: true), Value("+46 70 123 45 67", "mobile", primary: false)),
        ["addresses"] = new JsonArray(new JsonObject
        {
            ["type"] = "work",
            ["streetAddress"] = "Drottninggatan 1",
            ["locality"] = "Stockholm",
            ["postalCode"] = "111 51",
            ["country"] = "SE",
        }),
        ["groups"] = new JsonArray(Group("g-1", "Engineering"), Group("g-2", "Stockholm")),
        [Enterprise] = new JsonObject
        {
            ["employeeNumber"] = $"{100000 + number}",
            ["costCenter"] = "4130",
            ["organization"] = "Example",
            ["division"] = "Products",
            ["department"] = "Engineering",
            ["manager"] = new JsonObject { ["value"] = "employee_1", ["displayName"] = "Bo Holm" },
        },
        [Extension] = new JsonObject
        {
            ["Job Title"] = "Senior Engineer",
            ["Team"] = "Identity",
            ["Business Unit"] = "Products",
            ["Date of Birth"] = "1988-04-12",
            ["Start Date"] = "2019-09-01",
            ["Manager"] = "bo.holm@example.org",
            ["Office"] = "Stockholm",
            ["Employment Type"] = "Permanent",
            ["Working Hours"] = "Full time",
            ["Country"] = "Sweden",
        },
        ["meta"] = new JsonObject
        {
            ["resourceType"] = "User",
            ["created"] = "2024-01-23T04:56:22Z",
            ["lastModified"] = "2025-05-13T04:42:34Z",
            ["location"] = $"https://example.org/scim/v2/Users/employee_{number}",
        },
    };

    private static JsonObject Group(string value, string display) => new() { ["value"] = value, ["display"] = display };

    private static JsonObject Value(string value, string type, bool primary) =>
        new() { ["value"] = value, ["type"] = type, ["primary"] = primary };
}
