using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Road;

/// <summary>What a target answers is held to the question: a resource with the id that was asked for, or a 502; and no write is
/// based on anything else.</summary>
public sealed class CheckedAnswerTests
{
    private const string User = "urn:ietf:params:scim:schemas:core:2.0:User";

    /// <summary>Byte for byte, with a rule that converts, and with one that needs a tree.</summary>
    private static readonly string[] Mappings =
    [
        "target({ User: {} });",
        "target({ User: { attributes: [ map('title', 'title', { convert: 'string' }) ] } });",
        "target({ User: { fromTarget: function (user) { return user; } } });",
    ];

    public static TheoryData<string, string, int> Unusable
    {
        get
        {
            var rows = new TheoryData<string, string, int>();
            foreach (var (body, why) in new[]
            {
                ("""{"id":"u2","userName":"bo"}""", "with the id of another one"),
                ("""{"userName":"ana"}""", "without an id"),
                ("""{"id":null,"userName":"ana"}""", "whose id is no string"),
                ("""{"id":{"value":"u1"},"userName":"ana"}""", "whose id is no string"),
                ("""{"id":["u1"],"userName":"ana"}""", "whose id is no string"),
                ("""{"id":"","userName":"ana"}""", "whose id is no string"),
                ("""["u1"]""", "a read without a resource"),
                ("{}", "a read without a resource"),
                ("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":1,"Resources":[{"id":"u1","userName":"ana"}]}""", "a ListResponse in place of a User"),
                ("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"id":"u1","totalResults":0}""", "a ListResponse in place of a User"),
                ("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404","detail":"gone"}""", "an error as its body"),
                ("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error","urn:x"],"id":"u1","status":"404"}""", "an Error in place of a User"),
                ("""{"id":"u1","userName":"ana","name":{"givenName":"A","givenName":"B"}}""", "JSON that cannot be used"),
                ("""{"id":"u1","userName":"ana","emails":[{"value":"a@x.org","value":"b@x.org"}]}""", "JSON that cannot be used"),
                ("""{"id":"u1","userName":"ana","urn:x:y":{"a":1,"b":2,"a":3}}""", "JSON that cannot be used"),
                ("""{"id":"u1","userName":"ana","urn:x:y":{"deep":[{"in":{"a":1,"a":2}}]}}""", "JSON that cannot be used"),
            })
                for (int mapping = 0; mapping < Mappings.Length; mapping++) rows.Add(body, why, mapping);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task A_read_that_is_answered_with_something_else_is_502(string body, string why, int mapping)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, body);
        await using var gateway = await TestGateway.StartAsync(target.Url, Mappings[mapping], more: TestGateway.EachCallAlone);

        var refused = (await gateway.GetAsync("Users/u1")).IsScimError(502);

        Assert.Contains(why, refused.Detail, StringComparison.Ordinal);
        Assert.NotNull((string?)Assert.Single(await gateway.StopAndReadAuditAsync())["targetFault"]);
    }

    /// <summary>A cache that answers for somebody else made a PATCH by PUT write u2's data to u1.</summary>
    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task No_write_is_based_on_it(string body, string why, int mapping)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, body);
        string[] lacks = ["patch: false", "patch: 'merge'", "put: false"];
        foreach (string lack in lacks)
        {
            string script = Mappings[mapping]
                .Replace("target({", $"target({{ can: {{ {lack}, sort: false }},", StringComparison.Ordinal);
            await using var gateway = await TestGateway.StartAsync(target.Url, script, more: TestGateway.EachCallAlone);

            var refused = lack == "put: false"
                ? await gateway.PutAsync("Users/u1", $$"""{"schemas":["{{User}}"],"userName":"ana","title":"CTO"}""")
                : await gateway.PatchAsync("Users/u1", Bodies.Patch("""{"op":"replace","path":"title","value":"CTO"}"""));

            Assert.Contains(why, refused.IsScimError(502).Detail, StringComparison.Ordinal);
        }

        Assert.All(target.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Theory]
    [InlineData("""{"id":"ü/\"1","userName":"ana"}""")]
    [InlineData("""{"id":"\u00fc\/\u00221","userName":"ana"}""")]
    public async Task An_id_is_compared_as_a_text_however_it_is_written(string body)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, body);
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var read = await gateway.GetAsync("Users/" + Uri.EscapeDataString("ü/\"1"));

        Assert.Equal((200, "ü/\"1"), (read.Status, read.Json.At("id")));
    }

    [Fact]
    public async Task A_numeric_id_is_the_one_that_was_asked_for()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, """{"id":7,"userName":"ana"}""");
        await using var gateway = await TestGateway.StartAsync(target.Url);

        Assert.Equal((200, "7"), ((await gateway.GetAsync("Users/7")).Status, (await gateway.GetAsync("Users/7")).Json.At("id")));
    }

    [Theory]
    [InlineData("""{"userName":"ana"}""")]
    [InlineData("""{"id":null,"userName":"ana"}""")]
    [InlineData("""{"id":{},"userName":"ana"}""")]
    public async Task A_list_of_resources_without_ids_is_502(string user)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, $$"""{"totalResults":1,"Resources":[{{user}}]}""");
        await using var gateway = await TestGateway.StartAsync(target.Url, more: TestGateway.EachCallAlone);

        foreach (string query in new[] { "Users", "Users?attributes=userName", "Users?startIndex=1&count=5" })
            Assert.Contains("id", (await gateway.GetAsync(query)).IsScimError(502).Detail, StringComparison.Ordinal);
    }

    /// <summary>What a target answers to a change that it took: no resource, or a part of one.</summary>
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"ok":true}""")]
    [InlineData("""{"id":"u1"}""")]
    [InlineData("""{"id":"u1","title":"CTO"}""")]
    [InlineData("")]
    public async Task A_stub_is_never_given_for_the_resource(string body)
    {
        string stored = """{"id":"u1","userName":"ana","title":"old"}""";
        await using var target = await FakeTarget.StartAsync((context, request) =>
        {
            if (request.Method == "GET") return context.AnswerAsync(200, stored);
            stored = """{"id":"u1","userName":"ana","title":"CTO"}""";
            return context.AnswerAsync(200, body);
        });
        await using var gateway = await TestGateway.StartAsync(target.Url);
        string patch = Bodies.Patch("""{"op":"replace","path":"title","value":"CTO"}""");

        var patched = await gateway.PatchAsync("Users/u1", patch);
        var cut = await gateway.PatchAsync("Users/u1?attributes=title", patch);
        var put = await gateway.PutAsync("Users/u1", $$"""{"schemas":["{{User}}"],"userName":"ana","title":"CTO"}""");

        Assert.Equal((204, ""), (patched.Status, patched.Text));
        Assert.Equal((200, "CTO"), (cut.Status, cut.Json.At("title")));
        Assert.Equal((200, "ana", "CTO"), (put.Status, put.Json.At("userName"), put.Json.At("title")));
    }

    /// <summary>A target whose ids are names.</summary>
    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task A_target_that_changes_an_id_is_told_in_log_and_record(string method)
    {
        await using var target = await FakeTarget.StartAsync((context, request) => request switch
        {
            { Method: "GET", PathAndQuery: "/Users/ana" } => context.AnswerAsync(404),
            _ => context.AnswerAsync(200, """{"id":"anna","userName":"anna"}"""),
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, more: TestGateway.EachCallAlone);

        var answer = await SendAsync(gateway, method, "ana");
        var log = await gateway.LogOfAsync(answer);

        Assert.Equal((200, "anna"), (answer.Status, answer.Json.At("id")));
        Assert.Contains(
            log,
            line => line.StartsWith("Warning The target app changed the id of the User ana to anna", StringComparison.Ordinal)
        );
        Assert.Equal("anna", (string?)Assert.Single(await gateway.StopAndReadAuditAsync())["changedId"]);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task A_change_that_is_answered_with_somebody_else_is_502_and_says_that_it_may_be_done(string method)
    {
        await using var target = await FakeTarget.StartAsync((context, request) =>
            context.AnswerAsync(
                200,
                request.Method == "GET" ? """{"id":"ana","userName":"ana"}""" : """{"id":"bo","userName":"bo"}"""
            ));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: TestGateway.EachCallAlone);

        var refused = (await SendAsync(gateway, method, "ana")).IsScimError(502);

        Assert.Contains("with the id of another one", refused.Detail, StringComparison.Ordinal);
    }

    private static Task<Answer> SendAsync(TestGateway gateway, string method, string id) => method == "PUT"
        ? gateway.PutAsync(
            $"Users/{id}",
            new JsonObject { ["schemas"] = new JsonArray(User), ["userName"] = "anna" }.ToJsonString()
        )
        : gateway.PatchAsync($"Users/{id}", Bodies.Patch("""{"op":"replace","path":"userName","value":"anna"}"""));
}
