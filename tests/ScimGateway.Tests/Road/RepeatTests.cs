using ScimGateway.Tests.Fixtures;
using WireMock.ResponseBuilders;

namespace ScimGateway.Tests.Road;

/// <summary>What is sent again, and what never is. Each row fails once and is then answered as it should be.</summary>
public sealed class RepeatTests
{
    private const string Limits = "    limits: { retryDelay: 1ms }";
    private const string Patch = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"CTO"}]}""";

    // method | how the first call fails | calls that the target gets | what the client is told
    [Theory]
    [InlineData("GET", "reset", 2, 200)]
    [InlineData("GET", "cut", 2, 200)]
    [InlineData("GET", "502", 2, 200)]
    [InlineData("GET", "503", 2, 200)]
    [InlineData("GET", "504", 2, 200)]
    [InlineData("GET", "429", 2, 200)]
    [InlineData("GET", "500", 1, 500)]
    [InlineData("GET", "501", 1, 501)]
    [InlineData("GET", "404", 1, 404)]
    [InlineData("GET", "401", 1, 502)]
    [InlineData("GET", "never", 1, 504)]
    [InlineData("PUT", "reset", 2, 200)]
    [InlineData("PUT", "502", 2, 200)]
    [InlineData("PUT", "503", 2, 200)]
    [InlineData("PUT", "429", 2, 200)]
    [InlineData("PUT", "never", 1, 504)]
    [InlineData("DELETE", "reset", 2, 204)]
    [InlineData("DELETE", "504", 2, 204)]
    [InlineData("DELETE", "429", 2, 204)]
    [InlineData("PATCH", "429", 2, 200)]
    [InlineData("PATCH", "503", 2, 200)]
    [InlineData("PATCH", "never", 1, 504)]
    [InlineData("POST", "reset", 1, 502)]
    [InlineData("POST", "cut", 1, 502)]
    [InlineData("POST", "429", 2, 201)] // refused, and so not done
    [InlineData("POST", "502", 1, 502)]
    [InlineData("POST", "504", 1, 504)]
    [InlineData("POST", "never", 1, 504)]
    public async Task A_call_that_failed_goes_out_again_only_where_that_is_safe(
        string method,
        string failure,
        int calls,
        int status
    )
    {
        await using var target = new FailingTarget(Reply.Failing(failure), Fine(method));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: LimitsFor(failure));

        var answer = await SendAsync(gateway, method);
        await target.AskedAsync(calls);
        var record = Assert.Single(await gateway.StopAndReadAuditAsync());

        Assert.Equal((status, calls), (answer.Status, target.Requests.Count));
        Assert.All(target.Requests, request => Assert.Equal(method, request.Method));
        Assert.Equal(calls, record["calls"]!.AsArray().Count);
        Assert.Equal(
            calls - 1,
            gateway.LogLines.Count(line => line.Contains(": retry 1, " + answer.CorrelationId, StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_change_of_one_version_only_that_may_be_done_is_not_sent_again(string method)
    {
        await using var target = new FailingTarget(Reply.Reset());
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { etag: true }, User: {} });",
            more: Limits
        );
        gateway.Client.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", "W/\"1\"");

        (await SendAsync(gateway, method)).IsScimError(502);

        Assert.Equal("W/\"1\"", Assert.Single(target.Requests).Headers!["If-Match"].ToString());
    }

    [Fact]
    public async Task What_is_no_HTTP_is_not_asked_for_again()
    {
        await using var target = new RawTarget(call => call.SendAsync(RawHttp.Bytes("SSH-2.0-OpenSSH_9.2p1\r\n")));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits);

        (await gateway.GetAsync("Users/1")).IsScimError(502);

        Assert.Single(target.Requests);
    }

    [Fact]
    public async Task A_DELETE_that_was_done_though_its_answer_was_lost_is_told_as_done()
    {
        await using var target = new FailingTarget(Reply.Reset(), Reply.With(404));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits);

        Assert.Equal(204, (await gateway.DeleteAsync("Users/1")).Status);
        (await gateway.DeleteAsync("Users/1")).IsScimError(404); // nothing was lost: it is not there
    }

    [Theory] // a partial resource that is merged is merged twice as well as once; "add these members" is not
    [InlineData("Users/1", "title", "\"CTO\"", "GET PATCH PATCH", 200)]
    [InlineData("Groups/1", "members", """[{"value":"u-1"}]""", "GET PATCH", 502)]
    public async Task A_merge_that_may_be_done_is_sent_again(
        string path,
        string attribute,
        string value,
        string calls,
        int status
    )
    {
        var fine = Reply.With(200, path.StartsWith('U') ? Reply.User : Reply.Group);
        await using var target = new FailingTarget(fine).When("PATCH", "/*", Reply.With(502), fine);
        await using var gateway = await TestGateway.StartAsync(
            target.Url, """target({ can: { patch: "merge", put: false }, User: {}, Group: { merge: { replaceMembersFlag: "replaceMembers" } } });""", more: Limits);

        var answer = await gateway.PatchAsync(path, $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"{{attribute}}","value":{{value}} }]}""");

        Assert.Equal((status, calls), (answer.Status, string.Join(' ', target.Requests.Select(request => request.Method))));
    }

    [Theory] // the one POST that goes out again: nobody was there to take it
    [InlineData("POST", 201)]
    [InlineData("PATCH", 200)]
    public async Task What_found_nobody_is_sent_again_whatever_it_is(string method, int status)
    {
        int port = FreePort.Next();
        FakeTarget? target = null;
        await using var gateway = await TestGateway.StartAsync(
            $"http://127.0.0.1:{port}/scim/v2",
            more: "    limits: { retries: 10, retryDelay: 30ms }"
        );
        var asking = SendAsync(gateway, method);
        await gateway.LogLineAsync("failed (the connection was refused): retry 1");
        await using (target = await FakeTarget.StartAsync(
            (context, _) => context.AnswerAsync(status, method == "POST" ? Reply.Group : Reply.User),
            port
        ))
        {
            Assert.Equal(status, (await asking).Status);
            Assert.Equal(method, Assert.Single(target.Requests).Method);
        }
    }

    [Fact]
    public async Task Repeats_end_and_the_last_fault_is_told()
    {
        await using var target = new FailingTarget(Reply.With(503));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: "    limits: { retries: 3, retryDelay: 1ms }");

        (await gateway.GetAsync("Users/1")).IsScimError(503);

        Assert.Equal(4, target.Requests.Count);
    }

    [Fact]
    public async Task A_repeat_that_would_come_too_late_for_the_client_is_left_out()
    {
        await using var target = new FailingTarget(Reply.With(503));
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            more: "    limits: { retryDelay: 20s, timeout: 1s, answerIn: 10s }"
        );

        (await gateway.GetAsync("Users/1")).IsScimError(503);

        Assert.Single(target.Requests);
    }

    // A short time only where it shall pass: a busy machine takes a while for what is to succeed.
    private static string LimitsFor(string failure) =>
        $"    limits: {{ retryDelay: 1ms, timeout: {(failure == "never" ? "300ms" : "30s")} }}";

    private static Task<Answer> SendAsync(TestGateway gateway, string method) => gateway.SendAsync(
        new HttpMethod(method),
        method == "POST" ? "Groups" : "Users/1", // a group has nothing unique that could be looked up
        method switch { "PATCH" => Patch, "PUT" => Reply.User, "POST" => Reply.Group, _ => null });

    private static IResponseBuilder Fine(string method) => method switch
    {
        "DELETE" => Reply.With(204),
        "POST" => Reply.With(201, Reply.Group),
        _ => Reply.With(200, Reply.User),
    };
}
