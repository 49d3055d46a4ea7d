using System.Text.Json.Nodes;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>RFC 9865.</summary>
internal static class CursorRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        Rule.OfReading(
            "9865 §2",
            "Cursors lead through all resources, once each, and end",
            async server => Assert.Equal(Population.Names, await WalkAsync(server, "count=10"))
        ),
        Rule.OfReading("9865 §2", "Cursors lead through what a filter finds", async server =>
            Assert.Equal(Population.Names.Skip(9), await WalkAsync(server, $"count=4&{Lists.Filter("userName sw \"user1\"")}"))),
        Rule.OfReading("9865 §2.1", "A cursor that the server did not give is refused with invalidCursor", async server =>
            (await server.GetAsync("Users?cursor=tampered&count=2")).IsScimError(400, "invalidCursor")),
        Rule.OfReading("9865 §2.1", "A cursor is refused with another filter than its own", async server =>
        {
            string cursor = Assert.IsType<string>((await server.ListAsync("Users?cursor&count=5")).At("nextCursor"));
            (await server.GetAsync($"Users?cursor={cursor}&count=5&{Lists.Filter("active eq true")}")).IsScimError(
                400,
                "invalidCursor"
            );
        }),
        Rule.OfReading("9865 §4", "ServiceProviderConfig says how pages are made", async server =>
        {
            var config = (await server.GetAsync("ServiceProviderConfig")).Is(200).Json!;
            var pagination = Assert.IsType<JsonObject>(config["pagination"]);
            Assert.True(pagination["index"]!.GetValue<bool>());
            bool cursors = pagination["cursor"]!.GetValue<bool>();
            if (pagination.At("defaultPaginationMethod") is { } usual)
                Assert.Contains(usual, cursors ? ["index", "cursor"] : new[] { "index" });
        }),
    ];

    private static async Task<IReadOnlyList<string?>> WalkAsync(ScimServer server, string query)
    {
        var all = new List<string?>();
        string cursor = "";
        while (true)
        {
            var list = await server.ListAsync($"Users?cursor={cursor}&{query}");
            all.AddRange(list.UserNames());
            if (list.At("nextCursor") is not { } next) return all;
            Assert.NotEqual(cursor, next);
            Assert.True(all.Count <= Population.Users, "The cursors never end.");
            cursor = next;
        }
    }
}
