using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

public class UnreachableTargetTests
{
    private static readonly byte[] Fine = RawHttp.Answer("200 OK", """{"id":"1","userName":"ana"}""");

    [Fact]
    public async Task A_port_where_nobody_listens_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        string url = $"http://{listener.LocalEndpoint}/scim/v2";
        listener.Stop();
        await using var gateway = await TestGateway.StartAsync(url);
        await FailsAsync(gateway, "The target 'app' cannot be reached: the connection was refused.");
        await FailsAsync(gateway, "The target 'app' cannot be reached: the connection was refused.");
    }

    [Fact]
    public async Task A_host_that_no_name_server_knows_is_named()
    {
        await using var gateway = await TestGateway.StartAsync("https://no-such-host.invalid/scim/v2");
        await FailsAsync(gateway, "The target 'app' cannot be reached: its host name is not known.");
    }

    [Fact]
    public async Task A_certificate_that_nobody_signed_is_refused_and_the_token_never_sent()
    {
        await using var target = new RawTarget(call => call.SendAsync(Fine), SelfSigned());
        await using var gateway = await TestGateway.StartAsync(target.Url);
        await FailsAsync(gateway, "The TLS connection to the target 'app' failed");
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task A_target_that_speaks_no_TLS_where_it_should_is_named()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await TestGateway.StartAsync(target.Url.Replace("http:", "https:", StringComparison.Ordinal));
        await FailsAsync(gateway, "The TLS connection to the target 'app' failed");
        Assert.Empty(target.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":")]
    public async Task A_connection_that_is_reset_is_the_targets_fault_and_the_next_one_serves(string before)
    {
        await using var target = new RawTarget(async call =>
        {
            if (call.Id == "1") await call.SendAsync(Fine);
            else
            {
                await call.SendAsync(RawHttp.Bytes(before));
                call.Reset();
            }
        });
        await using var gateway = await TestGateway.StartAsync(target.Url);
        await FailsAsync(gateway, "The target 'app' broke off the connection before its answer was complete.", "Users/bad");
        Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":")]
    public async Task A_target_that_stops_in_the_middle_is_given_up_after_its_time(string before)
    {
        await using var target = new RawTarget(async call =>
        {
            await call.SendAsync(RawHttp.Bytes(before));
            await call.NeverAnswerAsync();
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, more: "    limits: { timeout: 200ms }");
        var answer = (await gateway.GetAsync("Users/1")).IsScimError(504);
        Assert.Equal("The target 'app' did not answer in time.", answer.Detail);
        (await gateway.GetAsync("Users/1")).IsScimError(504);
        Assert.Equal(200, (await gateway.GetAsync("ServiceProviderConfig")).Status);
    }

    [Fact]
    public async Task A_change_is_never_sent_twice_when_its_answer_does_not_come()
    {
        await using var target = new FailingTarget(Reply.Never());
        await using var gateway = await TestGateway.StartAsync(target.Url, more: "    limits: { timeout: 200ms }");
        (
            await gateway.PostAsync("Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana"}""")
        ).IsScimError(504);
        await target.AskedAsync(1);
        Assert.Equal(["POST /Users"], target.Calls);
    }

    [Theory]
    [InlineData(301, "GET")]
    [InlineData(302, "GET")]
    [InlineData(303, "PUT")]
    [InlineData(307, "PUT")]
    [InlineData(308, "DELETE")]
    public async Task A_redirect_is_never_followed_so_the_token_goes_nowhere_else(int status, string method)
    {
        await using var elsewhere = new FailingTarget(Reply.With(200, Reply.User));
        await using var target = new FailingTarget(Reply.With(status, headers: ("Location", elsewhere.Url + "/Users/1")));
        await using var gateway = await TestGateway.StartAsync(target.Url);
        string? body = method == "PUT" ? """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana"}""" : null;
        var answer = (await gateway.SendAsync(new HttpMethod(method), "Users/1", body)).IsScimError(502);
        Assert.Contains($"a redirect (HTTP {status}), which is never followed", answer.Detail, StringComparison.Ordinal);
        Assert.Null(answer.Response.Headers.Location);
        Assert.Empty(elsewhere.Requests);
        Assert.Single(target.Requests);
    }

    [Fact]
    public async Task A_client_that_hangs_up_frees_its_place_at_the_target()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var dropped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var target = await FakeTarget.StartAsync(async (context, request) =>
        {
            if (request.PathAndQuery != "/Users/slow")
            {
                await context.AnswerAsync(200, """{"id":"1","userName":"ana"}""");
                return;
            }

            context.RequestAborted.Register(dropped.SetResult);
            asked.SetResult();
            await dropped.Task;
        });
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            more: "    limits: { concurrency: 1, queue: 1, timeout: 1m }"
        );
        using var hangUp = new CancellationTokenSource();
        var slow = gateway.Client.GetAsync("Users/slow", hangUp.Token);
        await asked.Task;
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);
        await dropped.Task;
        Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);
        var records = await gateway.StopAndReadAuditAsync();
        Assert.Equal([499, 200], records.Select(record => record["status"]!.GetValue<int>()));
        Assert.DoesNotContain(gateway.LogLines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_that_finds_no_room_at_the_target_is_turned_away_with_a_time_to_come_back()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var target = await FakeTarget.StartAsync(async (context, _) =>
        {
            asked.TrySetResult();
            await go.Task;
            await context.AnswerAsync(200, """{"id":"1","userName":"ana"}""");
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, more: "    limits: { concurrency: 1, queue: 0 }");
        var first = gateway.GetAsync("Users/1");
        await asked.Task;
        var second = (await gateway.GetAsync("Users/2")).IsScimError(503);
        Assert.Equal("Too many requests wait for the target 'app' already.", second.Detail);
        Assert.Equal(TimeSpan.FromSeconds(1), second.Response.Headers.RetryAfter?.Delta);
        go.SetResult();
        Assert.Equal(200, (await first).Status);
        Assert.Single(target.Requests);
    }

    private static async Task FailsAsync(TestGateway gateway, string detail, string path = "Users/1")
    {
        var answer = (await gateway.GetAsync(path)).IsScimError(502);
        Assert.Contains(detail, answer.Detail, StringComparison.Ordinal);
        Assert.Contains("test read User ", (await gateway.LogOfAsync(answer))[^1], StringComparison.Ordinal);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
