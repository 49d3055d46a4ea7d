using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>A PATCH done as PUT changes what it says, and nothing else of what the target has: neither what the mapping hides nor
/// what it never writes, nor what the client cannot see.</summary>
public sealed class PutInPlaceTests : IAsyncLifetime
{
    private const string Mapping = $$"""
        target({ can: { patch: false, filters: { operators: ["eq"], attributes: ["userName"] } }, User: { attributes: [
          map("title", "jobTitle"),
          drop("phoneNumbers"),
          map("externalId", "externalId", { read: false }),
          map("displayName", "displayName", { readOnly: true }),
          map("nickName", "nick", { on: "create" }),
          map("active", "enabled", { values: { "true": "yes", "false": "no" } }),
          map("{{Bodies.Enterprise}}:manager.value", "manager_email", { reference: { type: "User", by: "userName", missing: "omit" } }),
          drop("{{Bodies.Enterprise}}:manager"),
          constant("source", "scim")
        ] } });
        """;

    private const string Stored = """
        {"id":"101","userName":"ana","jobTitle":"T","enabled":"yes","phoneNumbers":[{"value":"+1"}],"externalId":"e-1","displayName":"Ana Lytics","nick":"Anni",
         "manager_email":"gone@x.org","salary":{"band":"B7","step":2},"hired":null,"tags":[],"source":"hand"}
        """;

    private readonly PutOnlyTarget target = new();
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        await target.StartAsync();
        target.Store("/Users/101", Stored);
        target.Store("/Users/7", """{"id":"7","userName":"boss"}""");
        gateway = await TestGateway.StartAsync(target.Url, Mapping);
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await target.DisposeAsync();
    }

    // the operation | what the target has then, in the place of what it had
    [Theory]
    [InlineData("""{"op":"replace","path":"title","value":"Boss"}""", """{"jobTitle":"Boss"}""")]
    [InlineData("""{"op":"remove","path":"title"}""", """{"jobTitle":null}""")]
    [InlineData("""{"op":"replace","path":"active","value":false}""", """{"enabled":"no"}""")]
    [InlineData("""{"op":"replace","path":"externalId","value":"e-2"}""", """{"externalId":"e-2"}""")]
    [InlineData("""{"op":"add","value":{"timezone":"Europe/Berlin"}}""", """{"timezone":"Europe/Berlin"}""")]
    [InlineData("""{"op":"replace","path":"salary","value":{"band":"B8","step":2}}""", """{"salary":{"band":"B8","step":2}}""")]
    [InlineData(
        """{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value","value":"7"}""",
        """{"manager_email":"boss"}"""
    )]
    public async Task A_patch_changes_what_it_says_and_nothing_else(string operation, string changed)
    {
        var answer = await gateway.PatchAsync(
            "Users/101",
            $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operation}}]}"""
        );

        Assert.Equal(200, answer.Status);
        var expected = Whole(Stored);
        foreach (var (name, value) in JsonNode.Parse(changed)!.AsObject())
            if (value is null) expected.Remove(name);
            else expected[name] = value.DeepClone();
        var stored = Whole(target.Stored("/Users/101").ToJsonString());
        stored.Remove("schemas"); // the target had none, and a PUT must have them (RFC 7643 section 3)
        stored.Remove("meta");
        Assert.True(JsonNode.DeepEquals(expected, stored), stored.ToJsonString());
    }

    [Fact]
    public async Task The_schemas_of_what_the_mapping_hides_stay_listed()
    {
        target.Store("/Users/9", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:x:hidden"],"id":"9","userName":"bo","urn:x:hidden":{"a":1}}""");
        await using var hiding = await TestGateway.StartAsync(
            target.Url,
            """target({ can: { patch: false }, User: { attributes: [ drop("urn:x:hidden") ] } });"""
        );

        await hiding.PatchAsync(
            "Users/9",
            Bodies.Patch($$"""{"op":"add","path":"{{Bodies.Enterprise}}:department","value":"R&D"}""")
        );

        var stored = target.Stored("/Users/9");
        Assert.Equal(
            ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:x:hidden", Bodies.Enterprise],
            stored["schemas"]!.AsArray().Select(urn => (string?)urn)
        );
        Assert.Equal((1, "R&D"), ((int)stored["urn:x:hidden"]!["a"]!, (string?)stored[Bodies.Enterprise]!["department"]));
    }

    [Fact]
    public async Task A_put_that_leaves_out_what_it_does_not_mean_to_change_keeps_it_too()
    {
        await using var jumpcloud = await TestGateway.StartAsync(target.Url, Mapping, profile: "jumpcloud");

        var answer = await jumpcloud.PutAsync(
            "Users/101",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","title":"Boss"}"""
        );

        Assert.Equal(200, answer.Status);
        var stored = target.Stored("/Users/101");
        Assert.Equal(("Boss", "gone@x.org", "Anni", "+1"), (
            (string?)stored["jobTitle"],
            (string?)stored["manager_email"],
            (string?)stored["nick"],
            (string?)stored["phoneNumbers"]?[0]?["value"]
        ));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\":{\"manager\":{\"value\":\"nobody\"}}")]
    public async Task A_put_takes_away_what_it_leaves_out_and_nothing_that_the_mapping_does_not_write(string manager)
    {
        var answer = await gateway.PutAsync(
            "Users/101",
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","title":"Boss"{{manager}}}"""
        );

        Assert.True(answer.Status == 200, answer.Text);
        var expected = JsonNode.Parse("""
            {"id":"101","userName":"ana","jobTitle":"Boss","phoneNumbers":[{"value":"+1"}],"externalId":"e-1","displayName":"Ana Lytics","nick":"Anni","manager_email":"gone@x.org","source":"scim"}
            """)!;
        var stored = Whole(target.Stored("/Users/101").ToJsonString());
        stored.Remove("schemas");
        stored.Remove("meta");
        Assert.True(JsonNode.DeepEquals(expected, stored), stored.ToJsonString());
    }

    [Fact]
    public async Task A_put_of_who_is_not_there_is_404_and_nothing_is_sent()
    {
        var answer = await gateway.PutAsync(
            "Users/404",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana"}"""
        );

        answer.IsScimError(404);
        Assert.DoesNotContain(target.Calls, call => call.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("can: { patch: false },", false, "PATCH")]
    [InlineData("can: { patch: false },", false, "PUT")]
    [InlineData("can: { patch: \"merge\", put: false },", true, "PATCH")]
    [InlineData("can: { patch: \"merge\", put: false },", true, "PUT")]
    public async Task An_element_that_the_mapping_hides_stays_in_its_list(string can, bool merges, string method)
    {
        await using var hidden = await new PutOnlyTarget { Merges = merges }.StartAsync();
        hidden.Store(
            "/Users/1",
            """{"id":"1","userName":"ana","emails":[{"type":"home","value":"ana@home.org"},{"type":"work","value":"a@x.org"}]}"""
        );
        await using var hiding = await TestGateway.StartAsync(
            hidden.Url,
            $$"""target({ {{can}} User: { attributes: [ drop('emails[type eq "home"]') ] } });"""
        );

        var answer = method == "PATCH"
            ? await hiding.PatchAsync(
                "Users/1",
                Bodies.Patch("""{"op":"replace","path":"emails[type eq \"work\"].value","value":"b@x.org"}""")
            )
            : await hiding.PutAsync("Users/1", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","emails":[{"type":"work","value":"b@x.org"}]}""");

        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal("b@x.org", Assert.Single(answer.Json!["emails"]!.AsArray())!["value"]!.GetValue<string>());
        Assert.Equal(
            ["ana@home.org", "b@x.org"],
            hidden.Stored("/Users/1")["emails"]!.AsArray().Select(email => (string?)email!["value"])
        );
    }

    private static JsonObject Whole(string json)
    {
        var resource = JsonNode.Parse(json)!.AsObject();
        resource.Remove("hired"); // null and nothing are the same (RFC 7643 section 2.5)
        resource.Remove("tags");
        return resource;
    }
}
