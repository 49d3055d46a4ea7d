using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

/// <summary>A target that fails too often is left alone, and asked by one call whether it is well again.</summary>
public sealed class BreakerTests
{
    private const string Limits =
        "    limits: { retries: 0, breakerCalls: 4, breakerPercent: 50, breakerWindow: 10s, breakerTime: 15s }";

    [Theory]
    [InlineData("500")]
    [InlineData("502")]
    [InlineData("503")]
    [InlineData("reset")]
    [InlineData("never")]
    public async Task Half_of_four_calls_that_fail_open_it_and_one_that_succeeds_closes_it(string failure)
    {
        var clock = new ManualClock();
        await using var target = new FailingTarget(Reply.With(200, Reply.User)).When("GET", "/Users/bad", Reply.Failing(failure));
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            more: failure == "never" ? Limits.Replace("{", "{ timeout: 1s,") : Limits,
            clock: clock
        );

        foreach (string id in new[] { "bad", "1", "2", "bad" }) await gateway.GetAsync($"Users/{id}");
        var kept = (await gateway.GetAsync("Users/3")).IsScimError(503);
        Assert.Equal(["bad", "1", "2", "bad"], target.Ids);
        Assert.Equal("The target 'app' failed too often lately, and is left alone for a while.", kept.Detail);
        Assert.Equal("15", kept.Response.Headers.RetryAfter?.ToString());
        Assert.Equal("open", await StateAsync(gateway));

        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(200, (await gateway.GetAsync("Users/4")).Status);
        Assert.Equal(200, (await gateway.GetAsync("Users/5")).Status);

        Assert.Equal(["bad", "1", "2", "bad", "4", "5"], target.Ids);
        Assert.Equal("closed", await StateAsync(gateway));
        await gateway.LogLineAsync("The breaker of app is open");
        await gateway.LogLineAsync("The breaker of app is closed");
        var records = await gateway.StopAndReadAuditAsync();
        Assert.Equal([("breaker open", 0)], records
            .Where(record => (string?)record["resourceId"] == "3")
            .Select(record => ((string)record["targetFault"]!, record["calls"]!.AsArray().Count)));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(401)]
    [InlineData(501)]
    public async Task What_is_no_fault_of_its_health_leaves_it_closed(int status)
    {
        await using var target = new FailingTarget(Reply.With(status));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits);

        for (int i = 0; i < 10; i++) await gateway.GetAsync("Users/bad");

        Assert.Equal(10, target.Requests.Count);
        Assert.Equal("closed", await StateAsync(gateway));
    }

    // what the one call is answered | what the next one is told | the breaker
    [Theory]
    [InlineData(500, 503, "open")]
    [InlineData(200, 500, "closed")]
    public async Task One_call_asks_while_the_others_are_kept_and_its_answer_decides(int probed, int next, string state)
    {
        var clock = new ManualClock();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var target = new FailingTarget(Reply.With(500))
            .When("GET", "/Users/probe", Reply.After(ItIsLetGoAsync, probed, Reply.User));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits, clock: clock);
        for (int i = 0; i < 4; i++) (await gateway.GetAsync("Users/1")).IsScimError(500);

        clock.Advance(TimeSpan.FromSeconds(14));
        (await gateway.GetAsync("Users/early")).IsScimError(503);
        clock.Advance(TimeSpan.FromSeconds(1));
        var probe = gateway.GetAsync("Users/probe");
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60));
        (await gateway.GetAsync("Users/2")).IsScimError(503);
        Assert.Equal("half open", await StateAsync(gateway));
        go.SetResult();
        Assert.Equal(probed, (await probe).Status);

        (await gateway.GetAsync("Users/3")).IsScimError(next);
        Assert.Equal(state, await StateAsync(gateway));
        Assert.Equal(["1", "1", "1", "1", "probe", .. next == 500 ? (string[])["3"] : []], target.Ids);

        Task ItIsLetGoAsync()
        {
            arrived.TrySetResult();
            return go.Task;
        }
    }

    [Fact]
    public async Task Failures_that_lie_apart_do_not_add_up()
    {
        var clock = new ManualClock();
        await using var target = new FailingTarget(Reply.With(500));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: Limits, clock: clock);

        for (int i = 0; i < 12; i++)
        {
            (await gateway.GetAsync("Users/1")).IsScimError(500);
            clock.Advance(TimeSpan.FromSeconds(4));
        }

        Assert.Equal(12, target.Requests.Count);
        Assert.Equal("closed", await StateAsync(gateway));
    }

    [Fact]
    public async Task A_repeat_counts_as_a_call()
    {
        await using var target = new FailingTarget(Reply.With(503));
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            more: "    limits: { retries: 10, retryDelay: 1ms, breakerCalls: 4, breakerTime: 1h }"
        );

        var answer = (await gateway.GetAsync("Users/1")).IsScimError(503);

        Assert.Equal(4, target.Requests.Count);
        Assert.Equal("3600", answer.Response.Headers.RetryAfter?.ToString());
    }

    private static async Task<string?> StateAsync(TestGateway gateway) =>
        (string?)(await gateway.ReadyAsync()).Json!["targets"]!["app"]!["breaker"];
}
