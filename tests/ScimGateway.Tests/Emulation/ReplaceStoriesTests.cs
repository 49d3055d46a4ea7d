using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>PATCH, whole answers and two-step creates in front of a target that only takes PUT.</summary>
public sealed class ReplaceStoriesTests
{
    private const string TwoSteps =
        """target({ can: { patch: false }, create: { only: ["userName"], then: "update" }, User: {}, Group: {} });""";

    private const string Ana = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","title":"CTO"}""";

    [Fact]
    public async Task A_PATCH_that_changes_nothing_sends_nothing()
    {
        await using var target = await new PutOnlyTarget().StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, PutOnlyTarget.Mapping);
        target.Store("/Users/1", """{"id":"1","userName":"ana","title":"CTO"}""");

        var patched = await gateway.PatchAsync("Users/1", Bodies.Patch("""{"op":"replace","path":"title","value":"CTO"}"""));

        Assert.Equal((200, "CTO"), (patched.Status, patched.Json.At("title")));
        Assert.Equal(["GET /Users/1"], target.Calls);
    }

    [Fact]
    public async Task A_PATCH_becomes_a_PUT_of_the_whole_with_what_nobody_knows_in_it()
    {
        await using var target = await new PutOnlyTarget().StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, PutOnlyTarget.Mapping);
        target.Store("/Users/1", """{"id":"1","userName":"ana","title":"x","name":{"givenName":"Ana","familyName":"F"},"shoe":{"size":42},"urn:x:1.5:y":{"a b":1}}""");

        await gateway.PatchAsync("Users/1", Bodies.Patch(
            """{"op":"replace","path":"title","value":"y"}""",
            """{"op":"replace","value":{"name":{"familyName":"Lee"}}}"""
        ));

        Bodies.Same("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:x:1.5:y"],"id":"1","userName":"ana","title":"y","name":{"givenName":"Ana","familyName":"Lee"},"shoe":{"size":42},"urn:x:1.5:y":{"a b":1},"meta":{"resourceType":"User"}}""", target.Stored("/Users/1"));
    }

    [Theory] // RFC 7644 section 3.9, where the emulation reads more than the client wants
    [InlineData("PUT", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","title":"CEO"}""")]
    [InlineData("PATCH", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"userName","value":"ana"}]}""")]
    public async Task An_answer_that_was_read_afterwards_is_cut_to_attributes_too(string method, string body)
    {
        await using var target = await new PutOnlyTarget(terse: true).StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, PutOnlyTarget.Mapping);
        target.Store("/Users/1", """{"id":"1","userName":"ana","title":"CTO"}""");

        var answer = await gateway.SendAsync(new HttpMethod(method), "Users/1?attributes=userName", body);

        Assert.Equal(200, answer.Status);
        Assert.Equal(["id", "schemas", "userName"], answer.Json!.Select(member => member.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Fifty_members_added_at_the_same_time_are_all_members()
    {
        await using var target = await new PutOnlyTarget().StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, PutOnlyTarget.Mapping);
        target.Store("/Groups/1", """{"id":"1","displayName":"Eng"}""");

        var answers = await Task.WhenAll(Enumerable.Range(1, 50).Select(user =>
            gateway.PatchAsync(
                "Groups/1",
                Bodies.Patch($$"""{"op":"add","path":"members","value":[{"value":"u-{{user}}"}]}""")
            )));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(
            Enumerable.Range(1, 50).Select(user => $"u-{user}").Order(StringComparer.Ordinal),
            target.Stored("/Groups/1").Members().Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Writes_to_different_resources_do_not_wait_for_each_other()
    {
        int inside = 0;
        var both = new TaskCompletionSource();
        await using var target = await FakeTarget.StartAsync(async (context, request) =>
        {
            if (request.Method == "PUT" && Interlocked.Increment(ref inside) == 2) both.SetResult();
            if (request.Method == "PUT") await both.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await context.AnswerAsync(200, $$"""{"id":"{{request.PathAndQuery[^1]}}","userName":"ana"}""");
        });
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            PutOnlyTarget.Mapping,
            more: "    limits: { timeout: 60s }"
        );

        var answers = await Task.WhenAll(gateway.PutAsync("Users/1", Ana), gateway.PutAsync("Users/2", Ana));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
    }

    [Fact]
    public async Task A_create_whose_second_step_fails_says_so_and_its_repeat_finishes_it()
    {
        await using var target = await new PutOnlyTarget { FailingPuts = 1 }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, TwoSteps, more: TestGateway.EachCallAlone);

        var failed = (await gateway.PostAsync("Users", Ana)).IsScimError(503);
        Assert.Contains(
            "was created with the id '1', but setting its remaining attributes failed",
            failed.Detail,
            StringComparison.Ordinal
        );
        Assert.Null(target.Stored("/Users/1").At("title"));

        var repeated = await gateway.PostAsync("Users", Ana);
        Assert.Equal((201, "1"), (repeated.Status, repeated.Json.At("id")));
        Assert.Equal("CTO", target.Stored("/Users/1").At("title"));
        (await gateway.PostAsync("Users", Ana)).IsScimError(409, "uniqueness");
    }

    /// <summary>Okta calls a 2xx without a body "returned empty user".</summary>
    [Fact]
    public async Task A_204_to_a_PUT_becomes_200_with_what_was_stored()
    {
        await using var target = await new PutOnlyTarget(terse: true).StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, PutOnlyTarget.Mapping, "okta");
        target.Store("/Users/1", """{"id":"1","userName":"ana"}""");

        var replaced = await gateway.PutAsync("Users/1", Ana);

        Assert.Equal(
            (200, "1", "ana", "CTO"),
            (replaced.Status, replaced.Json.At("id"), replaced.Json.At("userName"), replaced.Json.At("title"))
        );
        Assert.Equal(["PUT /Users/1", "GET /Users/1"], target.Calls);
    }

    [Fact]
    public async Task A_terse_201_becomes_the_whole_resource_at_its_location()
    {
        await using var target = await new PutOnlyTarget(terse: true).StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var created = await gateway.PostAsync("Users", Ana);
        created.Json!["meta"]!.AsObject().Remove("version"); // VersionStoriesTests have it

        Bodies.Same("""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ana","title":"CTO",
             "meta":{"resourceType":"User","location":"https://gw.example/scim/v2/Users/1"}}
            """, created.Json);
        Assert.Equal(
            (201, "https://gw.example/scim/v2/Users/1"),
            (created.Status, created.Response.Headers.Location?.ToString())
        );
        Assert.Equal(["POST /Users", "GET /Users/1"], target.Calls);
    }

    [Fact]
    public async Task A_whole_201_is_not_read_again()
    {
        await using var target = await new PutOnlyTarget().StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url);

        await gateway.PostAsync("Users", Ana);

        Assert.Equal(["POST /Users"], target.Calls);
    }
}
