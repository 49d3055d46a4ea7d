using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

/// <summary>When a target says "later", that holds for everybody (RFC 9110 section 10.2.3).</summary>
public sealed class RetryAfterTests
{
    private const string InSeconds = "20";
    private const string ByDate = "Wed, 21 Oct 2026 07:27:50 GMT"; // twenty seconds after the clock's start

    [Theory]
    [InlineData(429, InSeconds)]
    [InlineData(429, ByDate)]
    [InlineData(503, InSeconds)]
    [InlineData(503, ByDate)]
    public async Task Calls_wait_until_the_target_wants_them_and_then_go_through(int status, string when)
    {
        var clock = new ManualClock();
        await using var target = new FailingTarget(clock, Reply.Later(status, when), Reply.With(200, Reply.User));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: "    limits: { retryDelay: 1ms }", clock: clock);

        var first = gateway.GetAsync("Users/1");
        await gateway.LogLineAsync(": retry 1");
        var second = gateway.GetAsync("Users/2");
        await clock.WaitedForAsync(1, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20)); // the second
        clock.Advance(TimeSpan.FromMilliseconds(1)); // the delay before the repeat
        await clock.WaitedForAsync(2, TimeSpan.FromSeconds(19), TimeSpan.FromSeconds(20)); // the first too
        Assert.Single(target.Requests);
        clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal((200, 200), ((await first).Status, (await second).Status));
        Assert.Equal(3, target.Requests.Count);
    }

    [Fact]
    public async Task An_operation_of_a_long_Bulk_request_is_sent_again_like_any_other()
    {
        var clock = new ManualClock();
        await using var target = new FailingTarget(Reply.After(AWhile, 204), Reply.With(503), Reply.With(204));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: "    limits: { retryDelay: 1ms }", clock: clock);

        var bulk = await gateway.PostAsync("Bulk", """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[{"method":"DELETE","path":"/Users/1"},{"method":"DELETE","path":"/Users/2"}]}
            """);

        Assert.Equal(["204", "204"], bulk.Json!["Operations"]!.AsArray().Select(operation => (string?)operation!["status"]));
        Assert.Equal(["1", "2", "2"], target.Ids);

        Task AWhile()
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            return Task.CompletedTask;
        }
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Who_cannot_wait_so_long_is_told_at_once_how_long_it_is(int status)
    {
        var clock = new ManualClock();
        await using var target = new FailingTarget(clock, Reply.Later(status, "120"), Reply.With(200, Reply.User));
        await using var gateway = await TestGateway.StartAsync(target.Url, clock: clock);

        var first = (await gateway.GetAsync("Users/1")).IsScimError(status);
        clock.Advance(TimeSpan.FromSeconds(30));
        var second = (
            await gateway.PostAsync("Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana"}""")
        ).IsScimError(status);
        Assert.Single(target.Requests);
        clock.Advance(TimeSpan.FromSeconds(90));
        var third = await gateway.GetAsync("Users/1");

        Assert.Equal(
            ("120", "90"),
            (first.Response.Headers.RetryAfter?.ToString(), second.Response.Headers.RetryAfter?.ToString())
        );
        Assert.Equal("The target 'app' takes no more requests for now.", second.Detail);
        Assert.Equal(200, third.Status);
    }

    [Fact]
    public async Task A_pause_beyond_the_limit_is_cut_to_it()
    {
        var clock = new ManualClock();
        await using var target = new FailingTarget(clock, Reply.Later(429, "86400"), Reply.With(200, Reply.User));
        await using var gateway = await TestGateway.StartAsync(target.Url, more: "    limits: { retryAfter: 1m }", clock: clock);

        var first = (await gateway.GetAsync("Users/1")).IsScimError(429);
        var second = (await gateway.GetAsync("Users/1")).IsScimError(429);
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(
            ("86400", "60"),
            (first.Response.Headers.RetryAfter?.ToString(), second.Response.Headers.RetryAfter?.ToString())
        );
        Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);
    }
}
