using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>The bodies that rules send, and what they look for in those that they get.</summary>
internal static class Json
{
    public const string UserUrn = "urn:ietf:params:scim:schemas:core:2.0:User";

    public const string GroupUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";

    public const string ListUrn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    public static string User(string userName, string more = "") =>
        $$"""{"schemas":["{{UserUrn}}"],"userName":"{{userName}}"{{(more.Length > 0 ? "," + more : "")}}}""";

    /// <summary>With attributes of the enterprise extension.</summary>
    public static string Employee(string userName, string enterprise, string more = "") =>
        $$"""{"schemas":["{{UserUrn}}","{{Bodies.Enterprise}}"],"userName":"{{userName}}","{{Bodies.Enterprise}}":{{enterprise}}{{(more.Length > 0 ? "," + more : "")}}}""";

    public static string Group(string displayName, params string[] members) =>
        $$"""{"schemas":["{{GroupUrn}}"],"displayName":"{{displayName}}","members":[{{string.Join(',', members.Select(member => $$"""{"value":"{{member}}"}"""))}}]}""";

    /// <summary>The names of the members, in order.</summary>
    public static IReadOnlyList<string> Names(this JsonObject? json) =>
        [.. Assert.IsType<JsonObject>(json).Select(member => member.Key).Order(StringComparer.Ordinal)];

    /// <summary>An array's objects.</summary>
    public static IReadOnlyList<JsonObject> Objects(this JsonNode? array) =>
        [.. Assert.IsType<JsonArray>(array).Select(item => Assert.IsType<JsonObject>(item))];

    /// <summary>The texts of an attribute, one for each object.</summary>
    public static IReadOnlyList<string?> Each(this JsonNode? array, string name) =>
        [.. array.Objects().Select(item => item.At(name))];

    public static Answer Is(this Answer answer, int status)
    {
        Assert.True(status == answer.Status, $"Expected {status}, got {answer.Status}: {answer.Text}");
        return answer;
    }

    /// <summary>200 with the resource or 204 without (RFC 7644 section 3.5.2).</summary>
    public static Answer IsPatched(this Answer answer)
    {
        Assert.True(answer.Status is 200 or 204, $"Expected 200 or 204, got {answer.Status}: {answer.Text}");
        if (answer.Status == 200) Assert.NotNull(answer.Json.At("id"));
        return answer;
    }
}
