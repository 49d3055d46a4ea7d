using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Lives;

/// <summary>The bodies that the stories send, and how what comes back is read.</summary>
internal static class Bodies
{
    public const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    public const string PatchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    /// <summary>A PatchOp message of operations: <c>{"op":"remove","path":"title"}</c>.</summary>
    public static string Patch(params string[] operations) =>
        $$"""{"schemas":["{{PatchOp}}"],"Operations":[{{string.Join(',', operations)}}]}""";

    public static string Query(string endpoint, string filter) => $"{endpoint}?filter={Uri.EscapeDataString(filter)}";

    public static async Task<IReadOnlyList<JsonObject>> FindAsync(this TestGateway gateway, string endpoint, string filter)
    {
        var found = await gateway.GetAsync(Query(endpoint, filter));
        Assert.True(found.Status == 200, found.Text);
        var resources = (JsonArray)found.Json!["Resources"]!;
        Assert.Equal(resources.Count, found.Json["totalResults"]!.GetValue<int>());
        return [.. resources.Cast<JsonObject>()];
    }

    /// <summary>The text at a way of member names, or <see langword="null"/>.</summary>
    public static string? At(this JsonNode? json, params string[] way)
    {
        foreach (string name in way) json = json?[name];
        return json?.ToString();
    }

    public static IEnumerable<string> Members(this JsonObject group) =>
        group["members"] is JsonArray members ? members.Select(member => member!["value"]!.GetValue<string>()) : [];

    public static void Same(string expected, JsonNode? actual)
    {
        var wanted = JsonNode.Parse(expected);
        Assert.True(
            JsonNode.DeepEquals(wanted, actual),
            $"Expected {wanted?.ToJsonString()}, but it is {actual?.ToJsonString() ?? "null"}."
        );
    }
}
