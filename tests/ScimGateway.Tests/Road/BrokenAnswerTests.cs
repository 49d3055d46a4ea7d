using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;
using WireMock.ResponseBuilders;

namespace ScimGateway.Tests.Road;

/// <summary>Answers that are slow, empty, cut or without an end: what a client is told of them, for each kind of call.</summary>
public sealed class BrokenAnswerTests
{
    private const string Quick = "    limits: { timeout: 200ms, retries: 0 }";

    [Theory]
    [InlineData("GET", "Users/1", 502)]
    [InlineData("GET", "Users", 502)]
    [InlineData("POST", "Users", 502)]
    [InlineData("PUT", "Users/1", 200)]
    [InlineData("PATCH", "Users/1", 204)]
    [InlineData("DELETE", "Users/1", 204)]
    public async Task An_empty_body_with_200_is_success_only_where_no_resource_is_needed(string method, string path, int status)
    {
        await using var target = new FailingTarget(Reply.With(200, Reply.User))
            .When(method, "/*", Reply.Faulty(FaultType.EMPTY_RESPONSE));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: TestGateway.EachCallAlone);

        var answer = await SendAsync(gateway, method, path);

        Assert.Equal(status, answer.Status);
        if (status == 502) answer.IsScimError(502);
        string line = (await gateway.LogOfAsync(answer))[^1];
        Assert.StartsWith(status == 502 ? "Warning " : "Information ", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "Users/1")]
    [InlineData("GET", "Users")]
    [InlineData("POST", "Users")]
    [InlineData("PUT", "Users/1")]
    [InlineData("PATCH", "Users/1")]
    public async Task Garbage_in_a_success_is_the_targets_fault_and_none_of_it_reaches_the_client(string method, string path)
    {
        await using var target = new FailingTarget(Reply.Faulty(FaultType.MALFORMED_RESPONSE_CHUNK));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: TestGateway.EachCallAlone);

        var answer = (await SendAsync(gateway, method, path)).IsScimError(502);
        string line = (await gateway.LogOfAsync(answer))[^1];

        Assert.StartsWith(
            "The target 'app' answered with success, but with JSON that cannot be used.",
            answer.Detail,
            StringComparison.Ordinal
        );
        Assert.Contains(" (answer is no JSON) in ", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "Users/1")]
    [InlineData("GET", "Users")]
    [InlineData("POST", "Users")]
    [InlineData("PUT", "Users/1")]
    [InlineData("PATCH", "Users/1")]
    public async Task An_answer_cut_in_the_middle_of_its_JSON_is_never_taken_for_a_whole_one(string method, string path)
    {
        await using var target = new FailingTarget(Reply.Cut());
        await using var gateway = await TestGateway.StartAsync(target.Url, more: TestGateway.EachCallAlone);

        var answer = (await SendAsync(gateway, method, path)).IsScimError(502);

        Assert.Equal("The target 'app' broke off the connection before its answer was complete.", answer.Detail);
        Assert.Equal("broke off", (string?)Assert.Single(await gateway.StopAndReadAuditAsync())["targetFault"]);
    }

    [Fact]
    public async Task A_chunked_answer_that_never_ends_is_read_no_further_than_its_bound()
    {
        await using var target = new FailingTarget(Reply.Endless());
        await using var gateway = await TestGateway.StartAsync(
            target.Url, top: "limits: { answerBytes: 65536 }", more: TestGateway.EachCallAlone);

        var answer = (await gateway.GetAsync("Users/1")).IsScimError(502);

        Assert.Equal("The answer of the target 'app' is larger than 65536 bytes (limits.answerBytes).", answer.Detail);
        Assert.Equal("answer too large", (string?)Assert.Single(await gateway.StopAndReadAuditAsync())["targetFault"]);
    }

    [Theory]
    [InlineData("never")]
    [InlineData("stalled")]
    public async Task An_answer_slower_than_its_time_is_given_up(string how)
    {
        await using var target = new FailingTarget(Reply.Failing(how));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Quick);

        var answer = (await gateway.GetAsync("Users/slow")).IsScimError(504);
        await target.AskedAsync(1);

        Assert.Equal("The target 'app' did not answer in time.", answer.Detail);
        Assert.Contains(" (timed out) in ", (await gateway.LogOfAsync(answer))[^1], StringComparison.Ordinal);
        Assert.Equal(["GET /Users/slow"], target.Calls);
    }

    private static Task<Answer> SendAsync(TestGateway gateway, string method, string path)
    {
        string? body = method switch
        {
            "POST" or "PUT" => """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana"}""",
            "PATCH" => Bodies.Patch("""{"op":"replace","path":"title","value":"CTO"}"""),
            _ => null,
        };
        return gateway.SendAsync(new HttpMethod(method), path, body);
    }
}
