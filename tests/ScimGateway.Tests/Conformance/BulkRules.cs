using System.Text.Json.Nodes;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Conformance;

/// <summary>RFC 7644 section 3.7.</summary>
internal static class BulkRules
{
    private const string Section = "7644 §3.7";

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(Section, "A bulk creates, replaces, changes and deletes", async server =>
        {
            string ana = await server.UserAsync("ana@x.org");
            string bo = await server.UserAsync("bo@x.org");
            string cy = await server.UserAsync("cy@x.org", """ "active":true """);
            var done = await BulkAsync(
                server,
                Post("Users", "u1", Json.User("di@x.org")),
                $$"""{"method":"PUT","path":"/Users/{{ana}}","data":{{Json.User("ana@x.org", """ "title":"CTO" """)}} }""",
                $$"""{"method":"PATCH","path":"/Users/{{bo}}","data":{{Bodies.Patch("""{"op":"add","path":"title","value":"Lead"}""")}} }""",
                $$"""{"method":"DELETE","path":"/Users/{{cy}}"}""");
            Assert.Equal(
                ["201", "200", "20x", "204"],
                done.Select((one, index) => index == 2 && one.At("status") is "200" or "204" ? "20x" : one.At("status"))
            );
            Assert.Equal(
                ("CTO", "Lead"),
                ((await server.StoredAsync("Users", ana)).At("title"), (await server.StoredAsync("Users", bo)).At("title"))
            );
            Assert.Contains("di@x.org", (await server.StoredAsync("Users")).Select(user => user.At("userName")));
            Assert.DoesNotContain(await server.StoredAsync("Users"), user => user.At("id") == cy && user.At("active") == "true");
        }),
        new(Section, "Each answer names its method, its bulkId and its location", async server =>
        {
            var done = await BulkAsync(server, Post("Users", "qwerty", Json.User("ana@x.org")));
            string id = Assert.Single(await server.StoredAsync("Users")).At("id")!;
            Assert.Equal(
                ("POST", "qwerty", $"{server.BaseUrl}/Users/{id}"),
                (done[0].At("method"), done[0].At("bulkId"), done[0].At("location"))
            );
            Assert.Equal(System.Text.Json.JsonValueKind.String, done[0]["status"]!.GetValueKind());
        }),
        new("7644 §3.7.2", "A bulkId stands for what was created before it", async server =>
        {
            await BulkAsync(
                server,
                Post("Users", "ana", Json.User("ana@x.org")),
                Post("Groups", "eng", Json.Group("Engineers", "bulkId:ana"))
            );
            Assert.Equal(
                [Assert.Single(await server.StoredAsync("Users")).At("id")!],
                Assert.Single(await server.StoredAsync("Groups")).Members()
            );
        }),
        new("7644 §3.7.2", "A bulkId stands for what is created after it", async server =>
        {
            await BulkAsync(
                server,
                Post("Groups", "eng", Json.Group("Engineers", "bulkId:ana")),
                Post("Users", "ana", Json.User("ana@x.org"))
            );
            Assert.Equal(
                [Assert.Single(await server.StoredAsync("Users")).At("id")!],
                Assert.Single(await server.StoredAsync("Groups")).Members()
            );
        }),
        new("7644 §3.7.2", "A bulkId may stand in the path of a later operation", async server =>
        {
            await BulkAsync(
                server,
                Post("Users", "ana", Json.User("ana@x.org")),
                $$"""{"method":"PATCH","path":"/Users/bulkId:ana","data":{{Bodies.Patch("""{"op":"add","path":"title","value":"CTO"}""")}} }""");
            Assert.Equal("CTO", Assert.Single(await server.StoredAsync("Users")).At("title"));
        }),
        new("7644 §3.7.1", "Two groups that are each other's members are created", async server =>
        {
            var done = await BulkAsync(
                server,
                Post("Groups", "a", Json.Group("A", "bulkId:b")),
                Post("Groups", "b", Json.Group("B", "bulkId:a"))
            );
            Assert.Equal(["201", "201"], done.Select(one => one.At("status")));
            var stored = await server.StoredAsync("Groups");
            var a = Assert.Single(stored, group => group.At("displayName") == "A");
            var b = Assert.Single(stored, group => group.At("displayName") == "B");
            Assert.Equal((b.At("id"), a.At("id")), (Assert.Single(a.Members()), Assert.Single(b.Members())));
        }),
        new(Section, "Without failOnErrors a bulk goes on after a fault, and the fault is told", async server =>
        {
            await server.UserAsync("ana@x.org");
            var done = await BulkAsync(
                server,
                Post("Users", "u1", Json.User("ana@x.org")),
                Post("Users", "u2", Json.User("bo@x.org"))
            );
            Assert.Equal(["409", "201"], done.Select(one => one.At("status")));
            Assert.Equal(("409", "uniqueness"), (done[0].At("response", "status"), done[0].At("response", "scimType")));
            Assert.Equal(2, (await server.StoredAsync("Users")).Count);
        }),
        new(Section, "failOnErrors ends a bulk after so many faults", async server =>
        {
            await server.UserAsync("ana@x.org");
            var done = await BulkAsync(
                server,
                1,
                Post("Users", "u1", Json.User("ana@x.org")),
                Post("Users", "u2", Json.User("bo@x.org"))
            );
            Assert.Equal(["409"], done.Select(one => one.At("status")));
            Assert.Single(await server.StoredAsync("Users"));
        }),
        new(Section, "A POST without a bulkId is refused", async server =>
        {
            var answer = await server.PostAsync(
                "Bulk",
                Message(null, $$"""{"method":"POST","path":"/Users","data":{{Json.User("ana@x.org")}} }""")
            );
            if (answer.Status == 200) Assert.Equal("400", Assert.Single(answer.Json!["Operations"].Objects()).At("status"));
            else Assert.Equal("400", answer.IsScimError(400, answer.Json.At("scimType")).Json.At("status"));
            Assert.Empty(await server.StoredAsync("Users"));
        }),
        new("7644 §3.7.4", "More operations than are allowed are refused with 413", async server =>
        {
            var config = (await server.GetAsync("ServiceProviderConfig")).Is(200).Json!;
            int most = config["bulk"]!["maxOperations"]!.GetValue<int>();
            Assert.InRange(most, 1, 2000);
            string delete = """{"method":"DELETE","path":"/Users/nobody"}""";
            (await server.PostAsync("Bulk", Message(null, [.. Enumerable.Repeat(delete, most + 1)]))).IsScimError(413);
        }),
    ];

    private static string Post(string endpoint, string bulkId, string data) =>
        $$"""{"method":"POST","path":"/{{endpoint}}","bulkId":"{{bulkId}}","data":{{data}} }""";

    private static string Message(int? failOnErrors, params string[] operations) =>
        $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],{{(failOnErrors is { } most ? $"\"failOnErrors\":{most}," : "")}}"Operations":[{{string.Join(',', operations)}}]}""";

    private static Task<IReadOnlyList<JsonObject>> BulkAsync(ScimServer server, params string[] operations) =>
        BulkAsync(server, null, operations);

    private static async Task<IReadOnlyList<JsonObject>> BulkAsync(
        ScimServer server,
        int? failOnErrors,
        params string[] operations
    )
    {
        var answer = (await server.PostAsync("Bulk", Message(failOnErrors, operations))).Is(200);
        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:BulkResponse", answer.Json!["schemas"]![0]!.GetValue<string>());
        return answer.Json["Operations"].Objects();
    }
}
