using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>A PATCH goes out a second time only when the target shows that the first was not done.</summary>
public sealed class RepeatPatchTests
{
    private const string Limits = "    limits: { retryDelay: 1ms }";
    private const string One = """{"id":"1","displayName":"Eng","members":[{"value":"u-1"}]}""";
    private const string Both = """{"id":"1","displayName":"Eng","members":[{"value":"u-1"},{"value":"u-2"}]}""";

    // how the first PATCH fails | whether it was done | calls | what the client is told
    [Theory]
    [InlineData("reset", false, "PATCH GET PATCH", 200)]
    [InlineData("502", false, "PATCH GET PATCH", 200)]
    [InlineData("504", false, "PATCH GET PATCH", 200)]
    [InlineData("reset", true, "PATCH GET", 200)]
    [InlineData("502", true, "PATCH GET", 200)]
    [InlineData("503", false, "PATCH PATCH", 200)]
    [InlineData("429", false, "PATCH PATCH", 200)]
    [InlineData("500", false, "PATCH", 500)]
    [InlineData("500", true, "PATCH", 500)]
    public async Task A_member_is_added_once_by_a_target_that_would_add_him_twice(
        string failure,
        bool done,
        string calls,
        int status
    )
    {
        await using var target = new FailingTarget()
            .When("PATCH", "/Groups/1", Reply.Failing(failure), Reply.With(200, Both))
            .When("GET", "/Groups/1", Reply.With(200, done ? Both : One));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits);

        var answer = await gateway.PatchAsync(
            "Groups/1",
            Bodies.Patch("""{"op":"add","path":"members","value":[{"value":"u-2"}]}""")
        );

        Assert.Equal((status, calls), (answer.Status, string.Join(' ', target.Requests.Select(request => request.Method))));
        var patches = target.Requests.Where(request => request.Method == "PATCH").Select(request => request.Body!);
        var added = patches.Skip(done ? 0 : 1).ToList(); // those that were done
        Assert.Equal(status == 200 || done ? 1 : 0, added.Count);
        Assert.All(added, body => Assert.Contains("u-2", body, StringComparison.Ordinal));
        if (status == 200) Assert.Equal(["u-1", "u-2"], answer.Json!.Members());
    }

    // operation | what is stored when it is looked up | calls
    [Theory]
    [InlineData("""{"op":"replace","path":"title","value":"CTO"}""", """{"title":"CTO"}""", "PATCH GET")]
    [InlineData("""{"op":"replace","path":"title","value":"CTO"}""", """{"title":"CEO"}""", "PATCH GET PATCH")]
    [InlineData("""{"op":"remove","path":"title"}""", """{}""", "PATCH GET")]
    [InlineData(
        """{"op":"remove","path":"emails[type eq \"home\"]"}""",
        """{"emails":[{"type":"work","value":"w"}]}""",
        "PATCH GET"
    )]
    [InlineData(
        """{"op":"remove","path":"emails[type eq \"home\"]"}""",
        """{"emails":[{"type":"home","value":"h"}]}""",
        "PATCH GET PATCH"
    )]
    [InlineData(
        """{"op":"replace","path":"emails[type eq \"home\"].type","value":"other"}""",
        """{"emails":[{"type":"other","value":"h"}]}""",
        "PATCH GET"
    )] // done, and not to be told by a second look: it has no target any more
    public async Task What_is_stored_tells_whether_it_was_done(string operation, string stored, string calls)
    {
        var user = (JsonObject)JsonNode.Parse(stored)!;
        (user["id"], user["userName"]) = ("1", "ana");
        var found = Reply.With(200, user.ToJsonString());
        await using var target = new FailingTarget(found).When("PATCH", "/Users/1", Reply.With(502), found);
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits);

        var answer = await gateway.PatchAsync("Users/1", Bodies.Patch(operation));

        Assert.Equal(calls, string.Join(' ', target.Requests.Select(request => request.Method)));
        Assert.Equal(operation.Contains(".type", StringComparison.Ordinal) ? 502 : 200, answer.Status);
    }

    [Theory]
    [InlineData("target({ Group: { can: { membersReturned: false } } });", Limits, "PATCH GET")] // who is a member nobody sees
    [InlineData("target({ Group: { can: { membersReturned: 1 } } });", Limits, "PATCH GET")]
    [InlineData("target({ Group: { can: { read: false } } });", Limits, "PATCH")]
    [InlineData("target({ Group: {} });", "    limits: { retries: 0 }", "PATCH")]
    public async Task Where_nobody_can_tell_or_nothing_shall_be_repeated_the_fault_is_told(
        string mapping,
        string limits,
        string calls
    )
    {
        await using var target = new FailingTarget(Reply.With(200, One)).When("PATCH", "/Groups/1", Reply.With(502));
        await using var gateway = await TestGateway.StartAsync(target.Url, mapping, more: limits);

        (
            await gateway.PatchAsync("Groups/1", Bodies.Patch("""{"op":"add","path":"members","value":[{"value":"u-2"}]}"""))
        ).IsScimError(502);

        Assert.Equal(calls, string.Join(' ', target.Requests.Select(request => request.Method)));
    }

    [Theory]
    [InlineData(500, 502)]
    [InlineData(404, 404)] // what is not there was not changed
    public async Task Where_the_read_fails_nothing_is_sent_again_and_the_first_fault_is_told(int read, int status)
    {
        await using var target = new FailingTarget(Reply.With(read)).When("PATCH", "/Users/1", Reply.With(502));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits);

        (await gateway.PatchAsync("Users/1", Bodies.Patch("""{"op":"replace","path":"title","value":"CTO"}"""))).IsScimError(
            status
        );

        Assert.Equal(["PATCH", "GET"], target.Requests.Select(request => request.Method));
    }
}
