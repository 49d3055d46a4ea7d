using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>What a resource cannot be without (RFC 7643 section 7), asked for by the gateway before the target hears of
/// anything.</summary>
public sealed class RequiredStoriesTests
{
    private const string User = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string Group = "urn:ietf:params:scim:schemas:core:2.0:Group";

    [Theory]
    [InlineData("POST", "Users", $$"""{"schemas":["{{User}}"],"displayName":"Ana"}""", "userName")]
    [InlineData("POST", "Users", $$"""{"schemas":["{{User}}"],"userName":null}""", "userName")]
    [InlineData("POST", "Users", $$"""{"schemas":["{{User}}"],"userName":""}""", "userName")]
    [InlineData("PUT", "Users/1", $$"""{"schemas":["{{User}}"],"displayName":"Ana"}""", "userName")]
    [InlineData("POST", "Groups", $$"""{"schemas":["{{Group}}"],"members":[{"value":"1"}]}""", "displayName")]
    [InlineData("PUT", "Groups/1", $$"""{"schemas":["{{Group}}"],"displayName":""}""", "displayName")]
    public async Task A_resource_without_it_is_refused_before_any_call(string method, string path, string body, string attribute)
    {
        await using var target = await FakeTarget.AnsweringAsync(500, "<html>", "text/html");
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var refused = (await gateway.SendAsync(new HttpMethod(method), path, body)).IsScimError(400, "invalidValue");

        Assert.Contains($"has no {attribute}, which its schema requires", refused.Detail, StringComparison.Ordinal);
        Assert.Empty(target.Requests);
    }

    [Theory]
    [InlineData("Users/1", """{"op":"remove","path":"userName"}""")]
    [InlineData("Users/1", """{"op":"replace","path":"userName","value":""}""")]
    [InlineData("Users/1", """{"op":"replace","value":{"title":"CTO","userName":null}}""")]
    [InlineData("Groups/1", """{"op":"remove","path":"urn:ietf:params:scim:schemas:core:2.0:Group:displayName"}""")]
    public async Task A_PATCH_that_takes_it_away_is_refused_before_any_call(string path, string operation)
    {
        await using var target = await FakeTarget.AnsweringAsync(500, "<html>", "text/html");
        await using var gateway = await TestGateway.StartAsync(target.Url);

        (await gateway.PatchAsync(path, Bodies.Patch(operation))).IsScimError(400, "mutability");

        Assert.Empty(target.Requests);
    }

    // mapping | body | what the target stores as its login
    [Theory]
    [InlineData(
        """target({ User: { attributes: [map("userName", "login", { default: "nobody" })] } });""",
        """ "title":"CTO" """,
        "nobody"
    )]
    [InlineData("""target({ User: { attributes: [constant("userName", "always")] } });""", """ "title":"CTO" """, "always")]
    [InlineData(
        """target({ User: { attributes: [map("externalId", "userName"), drop("userName")] } });""",
        """ "externalId":"E-1" """,
        "E-1"
    )]
    [InlineData(
        """target({ User: { toTarget: function (user) { user.userName = user.externalId; return user; } } });""",
        """ "externalId":"E-2" """,
        "E-2"
    )]
    public async Task What_the_mapping_supplies_nobody_need_send(string mapping, string members, string stored)
    {
        await using var target = await FakeTarget.AnsweringAsync(201, """{"id":"1","userName":"x","login":"x"}""");
        await using var gateway = await TestGateway.StartAsync(target.Url, mapping);

        Assert.Equal(201, (await gateway.PostAsync("Users", $$"""{"schemas":["{{User}}"],{{members}}}""")).Status);

        var sent = System.Text.Json.Nodes.JsonNode.Parse(
            Assert.Single(target.Requests, request => request.Method == "POST").Body
        );
        Assert.Equal(stored, sent.At("login") ?? sent.At("userName"));
    }

    [Fact]
    public async Task A_rename_supplies_nothing()
    {
        await using var target = await FakeTarget.AnsweringAsync(201, """{"id":"1","login":"x"}""");
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            """target({ User: { attributes: [map("userName", "login")] } });"""
        );

        (await gateway.PostAsync("Users", $$"""{"schemas":["{{User}}"],"title":"CTO"}""")).IsScimError(400, "invalidValue");

        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task In_a_Bulk_request_the_others_are_done()
    {
        await using var target = await FakeTarget.AnsweringAsync(201, """{"id":"1","userName":"ana"}""");
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var answer = await gateway.PostAsync("Bulk", $$"""
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[
              {"method":"POST","path":"/Users","bulkId":"a","data":{"schemas":["{{User}}"],"title":"CTO"} },
              {"method":"POST","path":"/Users","bulkId":"b","data":{"schemas":["{{User}}"],"userName":"ana"} }]}
            """);

        Assert.Equal(["400", "201"], answer.Json!["Operations"]!.AsArray().Select(operation => operation.At("status")));
        Assert.Equal("invalidValue", answer.Json["Operations"]![0].At("response", "scimType"));
        Assert.Single(target.Requests);
    }

    // The target refuses in HTML: what the RFC forbids is said in its words, what only the target minds in the target's.
    [Theory]
    [InlineData("""{"op":"replace","path":"emails[type eq \"home\"].value","value":"h"}""", "noTarget")]
    [InlineData("""{"op":"replace","path":"title","value":"CTO"}""", null)]
    public async Task A_PATCH_that_is_refused_without_a_reason_gets_one_where_the_RFC_has_it(string operation, string? type)
    {
        await using var target = await FakeTarget.StartAsync((context, request) => request.Method == "PATCH"
            ? context.AnswerAsync(400, "<html>", "text/html")
            : context.AnswerAsync(200, """{"id":"1","userName":"ana"}"""));
        await using var gateway = await TestGateway.StartAsync(target.Url);

        (await gateway.PatchAsync("Users/1", Bodies.Patch(operation))).IsScimError(400, type);

        Assert.Equal(["PATCH", "GET"], target.Requests.Select(request => request.Method));
    }
}
