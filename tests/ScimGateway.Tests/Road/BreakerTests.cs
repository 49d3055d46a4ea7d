using System.Collections.Concurrent;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

/// <summary>A target that fails too often is left alone, and asked by one call whether it is well again.</summary>
public sealed class BreakerTests
{
    private const string Limits = "    limits: { retries: 0, breakerCalls: 4, breakerPercent: 50, breakerWindow: 10s, breakerTime: 15s }";
    private static readonly byte[] Fine = RawHttp.Answer("200 OK", """{"id":"1","userName":"ana"}""");

    [Theory]
    [InlineData("500")]
    [InlineData("502")]
    [InlineData("503")]
    [InlineData("429")]
    [InlineData("reset")]
    [InlineData("never")]
    public async Task Half_of_four_calls_that_fail_open_it_and_one_that_succeeds_closes_it(string failure)
    {
        var clock = new ManualClock();
        var asked = new ConcurrentQueue<string>();
        await using var target = new RawTarget(call =>
        {
            asked.Enqueue(call.Id);
            return call.Id == "bad" ? FailAsync(failure, call) : call.SendAsync(Fine);
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, more: failure == "never" ? Limits.Replace("{", "{ timeout: 300ms,", StringComparison.Ordinal) : Limits, clock: clock);

        foreach (string id in new[] { "bad", "1", "2", "bad" }) await gateway.GetAsync($"Users/{id}");
        var kept = (await gateway.GetAsync("Users/3")).IsScimError(503);
        Assert.Equal(["bad", "1", "2", "bad"], asked);
        Assert.Equal("The target 'app' failed too often lately, and is left alone for a while.", kept.Detail);
        Assert.Equal("15", kept.Response.Headers.RetryAfter?.ToString());
        Assert.Equal("open", await StateAsync(gateway));

        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(200, (await gateway.GetAsync("Users/4")).Status);
        Assert.Equal(200, (await gateway.GetAsync("Users/5")).Status);

        Assert.Equal(["bad", "1", "2", "bad", "4", "5"], asked);
        Assert.Equal("closed", await StateAsync(gateway));
        await gateway.LogLineAsync("The breaker of app is open");
        await gateway.LogLineAsync("The breaker of app is closed");
        var records = await gateway.StopAndReadAuditAsync();
        Assert.Equal([("breaker open", 0)], records.Where(record => (string?)record["resourceId"] == "3").Select(record => ((string)record["targetFault"]!, record["calls"]!.AsArray().Count)));
    }

    [Theory]
    [InlineData("400")]
    [InlineData("404")]
    [InlineData("409")]
    [InlineData("401")]
    [InlineData("501")]
    public async Task What_is_no_fault_of_its_health_leaves_it_closed(string answer)
    {
        await using var target = new RawTarget(call => FailAsync(answer, call));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits);

        for (int i = 0; i < 10; i++) await gateway.GetAsync("Users/bad");

        Assert.Equal(10, target.Requests.Count);
        Assert.Equal("closed", await StateAsync(gateway));
    }

    [Fact]
    public async Task One_call_asks_while_the_others_are_kept_and_its_failure_opens_it_again()
    {
        var clock = new ManualClock();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var target = await FakeTarget.StartAsync(async (context, request) =>
        {
            if (request.PathAndQuery == "/Users/probe")
            {
                arrived.TrySetResult();
                await go.Task;
            }

            await context.AnswerAsync(500);
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits, clock: clock);
        for (int i = 0; i < 4; i++) (await gateway.GetAsync("Users/1")).IsScimError(500);

        clock.Advance(TimeSpan.FromSeconds(15));
        var probe = gateway.GetAsync("Users/probe");
        await arrived.Task;
        (await gateway.GetAsync("Users/2")).IsScimError(503);
        Assert.Equal("half open", await StateAsync(gateway));
        go.SetResult();
        (await probe).IsScimError(500);

        (await gateway.GetAsync("Users/3")).IsScimError(503);
        Assert.Equal("open", await StateAsync(gateway));
        Assert.Equal(5, target.Requests.Count);
    }

    [Fact]
    public async Task Failures_that_lie_apart_do_not_add_up()
    {
        var clock = new ManualClock();
        await using var target = await FakeTarget.AnsweringAsync(500, "");
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits, clock: clock);

        for (int i = 0; i < 12; i++)
        {
            (await gateway.GetAsync("Users/1")).IsScimError(500);
            clock.Advance(TimeSpan.FromSeconds(4));
        }
    }

    [Fact]
    public async Task A_repeat_counts_as_a_call()
    {
        await using var target = await FakeTarget.AnsweringAsync(503, "");
        await using var gateway = await TestGateway.StartAsync(target.Url, more: "    limits: { retries: 10, retryDelay: 1ms, breakerCalls: 4, breakerTime: 1h }");

        var answer = (await gateway.GetAsync("Users/1")).IsScimError(503);

        Assert.Equal(4, target.Requests.Count);
        Assert.Equal("3600", answer.Response.Headers.RetryAfter?.ToString());
    }

    private static async Task<string?> StateAsync(TestGateway gateway) => (string?)(await gateway.ReadyAsync()).Json!["targets"]!["app"]!["breaker"];

    private static Task FailAsync(string failure, RawCall call)
    {
        if (failure == "never") return call.NeverAnswerAsync();
        if (failure != "reset") return call.SendAsync(RawHttp.Answer(failure + " Failed"));
        call.Reset();
        return Task.CompletedTask;
    }
}
