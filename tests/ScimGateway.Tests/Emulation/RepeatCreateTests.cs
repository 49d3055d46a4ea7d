using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Emulation;

/// <summary>A POST goes out a second time only when the target shows that the first did nothing.</summary>
public sealed class RepeatCreateTests
{
    private const string Limits = "    limits: { retryDelay: 1ms }";
    private const string Nobody = """{"totalResults":0,"Resources":[]}""";
    private const string OneGroup = """{"totalResults":1,"Resources":[{"id":"1","displayName":"Eng"}]}""";
    private const string OneUser = """{"totalResults":1,"Resources":[{"id":"1","userName":"ana"}]}""";
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
        await using var target = new FailingTarget()
            .When("POST", "/Users", Reply.Failing(failure), Reply.With(201, Reply.User))
            .When("GET", "/Users", Reply.With(200, done ? OneUser : Nobody));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: LimitsFor(failure));

        var answer = await gateway.PostAsync("Users", Ana);
        await target.AskedAsync(1);

        Assert.Equal(status, answer.Status);
        var created = target.Requests.Where(request => request.Method == "POST")
            .Select(request => (string?)JsonNode.Parse(request.Body!)!["userName"]).ToList();
        Assert.Equal(Enumerable.Repeat("ana", posts), created);
        Assert.Equal(done || posts == 2 ? 1 : 0, created.Skip(done ? 0 : 1).Count()); // never twice
        var lookUps = target.Requests.Where(request => request.Method == "GET");
        Assert.All(lookUps, request => Assert.Equal("filter=userName%20eq%20%22ana%22", request.RawQuery.TrimStart('?')));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(400)]
    public async Task Where_the_look_up_fails_nothing_is_sent_again_and_the_first_fault_is_told(int lookUp)
    {
        await using var target = new FailingTarget(Reply.With(lookUp)).When("POST", "/Users", Reply.With(502));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits);

        (await gateway.PostAsync("Users", Ana)).IsScimError(502);

        Assert.Equal(["POST", "GET"], target.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task Two_failures_are_the_end_of_it()
    {
        await using var target = new FailingTarget(Reply.With(200, Nobody)).When("POST", "/Users", Reply.With(502));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits);

        (await gateway.PostAsync("Users", Ana)).IsScimError(502);

        Assert.Equal(["POST", "GET", "POST"], target.Requests.Select(request => request.Method));
    }

    // Who is there already would be adopted: a second POST does no harm, and the target's 409 leads to him.
    [Fact]
    public async Task Where_who_is_there_is_adopted_a_lost_create_needs_no_look_up_to_be_sent_again()
    {
        await using var target = new FailingTarget(Reply.With(200, OneUser))
            .When("POST", "/Users", Reply.Reset(), Reply.With(409))
            .When("*", "/Users/1", Reply.With(200, Reply.User));
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            """target({ create: { adopt: "userName" }, User: {} });""",
            more: Limits
        );

        Assert.Equal(201, (await gateway.PostAsync("Users", Ana)).Status);

        Assert.Equal(["POST", "POST", "GET", "GET", "PUT"], target.Requests.Select(request => request.Method));
    }

    // Nothing of a group is unique: what was put off is sent again when no group has the name, and of what was lost there could
    // be two.
    [Theory]
    [InlineData(503, false, "POST GET POST", 201)]
    [InlineData(503, true, "POST GET", 503)]
    [InlineData(429, true, "POST POST", 201)]
    [InlineData(502, false, "POST", 502)]
    public async Task A_group_is_created_again_only_when_its_creation_was_put_off(
        int failure,
        bool isThere,
        string calls,
        int status
    )
    {
        await using var target = new FailingTarget()
            .When("POST", "/Groups", Reply.With(failure), Reply.With(201, Reply.Group))
            .When("GET", "/Groups", Reply.With(200, isThere ? OneGroup : Nobody));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits);

        var answer = await gateway.PostAsync(
            "Groups",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Eng"}"""
        );

        Assert.Equal((status, calls), (answer.Status, string.Join(' ', target.Requests.Select(request => request.Method))));
    }

    [Theory]
    [InlineData("Groups", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Eng"}""", Limits)]
    [InlineData("Users", Ana, "    limits: { retries: 0 }")]
    public async Task Where_nothing_is_unique_or_nothing_shall_be_repeated_there_is_one_call(
        string type,
        string body,
        string limits
    )
    {
        await using var target = new FailingTarget(Reply.With(502));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: limits);

        (await gateway.PostAsync(type, body)).IsScimError(502);

        Assert.Equal("POST", Assert.Single(target.Requests).Method);
    }

    // A short time only where it shall pass: a busy machine takes a while for what is to succeed.
    private static string LimitsFor(string failure) =>
        $"    limits: {{ retryDelay: 1ms, timeout: {(failure == "never" ? "300ms" : "30s")} }}";
}
