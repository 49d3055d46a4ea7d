using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>A PATCH goes out a second time only when the target shows that the first was not done.</summary>
public sealed class RepeatPatchTests
{
    private const string Limits = "    limits: { retryDelay: 1ms }";

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
    public async Task A_member_is_added_once_by_a_target_that_would_add_him_twice(string failure, bool done, string calls, int status)
    {
        var group = new GroupOfOne();
        int patch = 0;
        await using var target = await FakeTarget.StartAsync(async (context, request) =>
        {
            bool fails = request.Method == "PATCH" && Interlocked.Increment(ref patch) == 1;
            if (request.Method == "PATCH" && (!fails || done)) group.Add("u-2");
            if (fails) await FailAsync(failure, context);
            else await context.AnswerAsync(200, group.ToString());
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits);

        var answer = await gateway.PatchAsync("Groups/1", Bodies.Patch("""{"op":"add","path":"members","value":[{"value":"u-2"}]}"""));

        Assert.Equal((status, calls), (answer.Status, string.Join(' ', target.Requests.Select(request => request.Method))));
        Assert.Equal(status == 200 || done ? ["u-1", "u-2"] : ["u-1"], group.Members);
        if (status == 200) Assert.Equal(["u-1", "u-2"], answer.Json!.Members());
    }

    // operation | what is stored when it is looked up | calls
    [Theory]
    [InlineData("""{"op":"replace","path":"title","value":"CTO"}""", """{"title":"CTO"}""", "PATCH GET")]
    [InlineData("""{"op":"replace","path":"title","value":"CTO"}""", """{"title":"CEO"}""", "PATCH GET PATCH")]
    [InlineData("""{"op":"remove","path":"title"}""", """{}""", "PATCH GET")]
    [InlineData("""{"op":"remove","path":"emails[type eq \"home\"]"}""", """{"emails":[{"type":"work","value":"w"}]}""", "PATCH GET")]
    [InlineData("""{"op":"remove","path":"emails[type eq \"home\"]"}""", """{"emails":[{"type":"home","value":"h"}]}""", "PATCH GET PATCH")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"home\"].type","value":"other"}""", """{"emails":[{"type":"other","value":"h"}]}""", "PATCH GET")] // done, and not to be told by a second look: it has no target any more
    public async Task What_is_stored_tells_whether_it_was_done(string operation, string stored, string calls)
    {
        int patch = 0;
        var user = (JsonObject)JsonNode.Parse(stored)!;
        (user["id"], user["userName"]) = ("1", "ana");
        await using var target = await FakeTarget.StartAsync((context, request) =>
            request.Method == "PATCH" && Interlocked.Increment(ref patch) == 1 ? context.AnswerAsync(502) : context.AnswerAsync(200, user.ToJsonString()));
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
    public async Task Where_nobody_can_tell_or_nothing_shall_be_repeated_the_fault_is_told(string mapping, string limits, string calls)
    {
        await using var target = await FakeTarget.StartAsync((context, request) =>
            request.Method == "PATCH" ? context.AnswerAsync(502) : context.AnswerAsync(200, new GroupOfOne().ToString()));
        await using var gateway = await TestGateway.StartAsync(target.Url, mapping, more: limits);

        (await gateway.PatchAsync("Groups/1", Bodies.Patch("""{"op":"add","path":"members","value":[{"value":"u-2"}]}"""))).IsScimError(502);

        Assert.Equal(calls, string.Join(' ', target.Requests.Select(request => request.Method)));
    }

    [Theory]
    [InlineData(500, 502)]
    [InlineData(404, 404)] // what is not there was not changed
    public async Task Where_the_read_fails_nothing_is_sent_again_and_the_first_fault_is_told(int read, int status)
    {
        await using var target = await FakeTarget.StartAsync((context, request) => context.AnswerAsync(request.Method == "PATCH" ? 502 : read));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits);

        (await gateway.PatchAsync("Users/1", Bodies.Patch("""{"op":"replace","path":"title","value":"CTO"}"""))).IsScimError(status);

        Assert.Equal(["PATCH", "GET"], target.Requests.Select(request => request.Method));
    }

    // Retry-After has no place here: each waits by the delay of the config.
    private static Task FailAsync(string failure, HttpContext context)
    {
        if (failure != "reset") return context.AnswerAsync(int.Parse(failure));
        context.Abort();
        return Task.CompletedTask;
    }

    private sealed class GroupOfOne
    {
        public List<string> Members { get; } = ["u-1"];

        public void Add(string member) => Members.Add(member);

        public override string ToString() =>
            $$"""{"id":"1","displayName":"Eng","members":[{{string.Join(',', Members.Select(member => $$"""{"value":"{{member}}"}"""))}}]}""";
    }
}
