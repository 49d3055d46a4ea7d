using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Conformance;

/// <summary>Lists as RFC 7644 section 3.4.2 writes them.</summary>
internal static class Lists
{
    /// <summary>One page; holds the answer to the shape of a ListResponse.</summary>
    public static async Task<JsonObject> ListAsync(this ScimServer server, string pathAndQuery) =>
        (await server.GetAsync(pathAndQuery)).IsList();

    public static JsonObject IsList(this Answer answer)
    {
        var list = answer.Is(200).Json!;
        Assert.Equal([Json.ListUrn], list["schemas"]!.AsArray().Select(urn => urn!.GetValue<string>()));
        if (list.ContainsKey("totalResults")) Assert.True(
            list.Total() >= list.Page().Count,
            $"totalResults {list.Total()} is less than the page's {list.Page().Count}."
        );
        return list;
    }

    public static int Total(this JsonObject list) => Assert.IsAssignableFrom<JsonValue>(list["totalResults"]).GetValue<int>();

    /// <summary>Absent counts as empty only when there is nothing at all.</summary>
    public static IReadOnlyList<JsonObject> Page(this JsonObject list) => list["Resources"].Objects();

    public static IReadOnlyList<string?> UserNames(this JsonObject list) => list["Resources"].Each("userName");

    public static string Filter(string filter) => "filter=" + Uri.EscapeDataString(filter);

    /// <summary>Everything, as a client reads it: it asks for ten, and goes on by as many as it got, until it has as many as
    /// there are.</summary>
    public static async Task<IReadOnlyList<JsonObject>> WalkAsync(this ScimServer server, string endpoint, string query = "")
    {
        var all = new List<JsonObject>();
        while (true)
        {
            var list = await server.ListAsync(
                $"{endpoint}?startIndex={all.Count + 1}&count=10{(query.Length > 0 ? "&" + query : "")}"
            );
            Assert.True(list.Page().Count <= 10, "More than were asked for.");
            all.AddRange(list.Page());
            if (all.Count >= list.Total()) return all;
            Assert.NotEmpty(list.Page());
        }
    }

    /// <summary>A filter finds these users, and counts them.</summary>
    public static async Task FindsAsync(this ScimServer server, string filter, params int[] users)
    {
        var list = await server.ListAsync($"Users?{Filter(filter)}&count=20");
        Assert.Equal(users.Select(Population.Name), list.UserNames().Order(StringComparer.Ordinal));
        Assert.Equal(users.Length, list.Total());
    }
}
