using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Emulation;

/// <summary>A POST goes out a second time only when the target shows that the first did nothing.</summary>
public sealed class RepeatCreateTests
{
    private const string Limits = "    limits: { retryDelay: 1ms }";
    private const string Ana = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana"}""";

    // how the first POST fails | whether it was done | POSTs | what the client is told
    [Theory]
    [InlineData("reset", false, 2, 201)]
    [InlineData("502", false, 2, 201)]
    [InlineData("504", false, 2, 201)]
    [InlineData("503", false, 2, 201)]
    [InlineData("429", false, 2, 201)]
    [InlineData("reset", true, 1, 502)]
    [InlineData("502", true, 1, 502)]
    [InlineData("504", true, 1, 504)]
    [InlineData("never", false, 1, 504)]
    [InlineData("never", true, 1, 504)]
    [InlineData("500", false, 1, 500)]
    public async Task A_create_is_sent_again_when_nobody_is_there(string failure, bool done, int posts, int status)
    {
        var stored = new List<string>();
        int post = 0;
        await using var target = await FakeTarget.StartAsync(async (context, request) =>
        {
            bool fails = request.Method == "POST" && Interlocked.Increment(ref post) == 1;
            if (request.Method == "POST" && (!fails || done)) stored.Add((string)JsonNode.Parse(request.Body)!["userName"]!);
            if (fails) await FailAsync(failure, context);
            else await context.AnswerAsync(request.Method == "POST" ? 201 : 200, request.Method == "POST" ? """{"id":"1","userName":"ana"}""" : List(stored));
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, more: LimitsFor(failure));

        var answer = await gateway.PostAsync("Users", Ana);

        Assert.Equal(status, answer.Status);
        Assert.Equal(posts, target.Requests.Count(request => request.Method == "POST"));
        Assert.Equal(done || posts == 2 ? ["ana"] : [], stored);
        Assert.All(target.Requests.Where(request => request.Method == "GET"), request => Assert.Equal("/Users?filter=userName%20eq%20%22ana%22", request.PathAndQuery));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(400)]
    public async Task Where_the_look_up_fails_nothing_is_sent_again_and_the_first_fault_is_told(int lookUp)
    {
        await using var target = await FakeTarget.StartAsync((context, request) => context.AnswerAsync(request.Method == "POST" ? 502 : lookUp));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits);

        (await gateway.PostAsync("Users", Ana)).IsScimError(502);

        Assert.Equal(["POST", "GET"], target.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task Two_failures_are_the_end_of_it()
    {
        await using var target = await FakeTarget.StartAsync((context, request) => request.Method == "POST" ? context.AnswerAsync(502) : context.AnswerAsync(200, List([])));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits);

        (await gateway.PostAsync("Users", Ana)).IsScimError(502);

        Assert.Equal(["POST", "GET", "POST"], target.Requests.Select(request => request.Method));
    }

    // Who is there already would be adopted: a second POST does no harm, and the target's 409 leads to him.
    [Fact]
    public async Task Where_who_is_there_is_adopted_a_lost_create_needs_no_look_up_to_be_sent_again()
    {
        int post = 0;
        await using var target = await FakeTarget.StartAsync(async (context, request) =>
        {
            if (request.Method == "POST" && Interlocked.Increment(ref post) == 1) context.Abort();
            else if (request.Method == "POST") await context.AnswerAsync(409);
            else await context.AnswerAsync(200, request.Method == "PUT" ? request.Body : List(["ana"]));
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, """target({ create: { adopt: "userName" }, User: {} });""", more: Limits);

        Assert.Equal(201, (await gateway.PostAsync("Users", Ana)).Status);

        Assert.Equal(["POST", "POST", "GET", "PUT"], target.Requests.Select(request => request.Method));
    }

    // Nothing of a group is unique: what was put off is sent again when no group has the name, and of what was lost there could be two.
    [Theory]
    [InlineData(503, false, "POST GET POST", 201)]
    [InlineData(503, true, "POST GET", 503)]
    [InlineData(429, true, "POST POST", 201)]
    [InlineData(502, false, "POST", 502)]
    public async Task A_group_is_created_again_only_when_its_creation_was_put_off(int failure, bool isThere, string calls, int status)
    {
        int post = 0;
        await using var target = await FakeTarget.StartAsync((context, request) =>
            request.Method == "GET" ? context.AnswerAsync(200, isThere ? """{"totalResults":1,"Resources":[{"id":"1","displayName":"Eng"}]}""" : List([]))
            : Interlocked.Increment(ref post) == 1 ? context.AnswerAsync(failure)
            : context.AnswerAsync(201, """{"id":"2","displayName":"Eng"}"""));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits);

        var answer = await gateway.PostAsync("Groups", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Eng"}""");

        Assert.Equal((status, calls), (answer.Status, string.Join(' ', target.Requests.Select(request => request.Method))));
    }

    [Theory]
    [InlineData("Groups", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Eng"}""", Limits)]
    [InlineData("Users", Ana, "    limits: { retries: 0 }")]
    public async Task Where_nothing_is_unique_or_nothing_shall_be_repeated_there_is_one_call(string type, string body, string limits)
    {
        await using var target = await FakeTarget.AnsweringAsync(502, "");
        await using var gateway = await TestGateway.StartAsync(target.Url, more: limits);

        (await gateway.PostAsync(type, body)).IsScimError(502);

        Assert.Equal("POST", Assert.Single(target.Requests).Method);
    }

    // A short time only where it shall pass: a busy machine takes a while for what is to succeed.
    private static string LimitsFor(string failure) => $"    limits: {{ retryDelay: 1ms, timeout: {(failure == "never" ? "300ms" : "30s")} }}";

    private static string List(List<string> users) =>
        $$"""{"totalResults":{{users.Count}},"Resources":[{{string.Join(',', users.Select(user => $$"""{"id":"1","userName":"{{user}}"}"""))}}]}""";

    private static async Task FailAsync(string failure, HttpContext context)
    {
        if (failure == "reset") context.Abort();
        else if (failure == "never") await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else await context.AnswerAsync(int.Parse(failure));
    }
}
