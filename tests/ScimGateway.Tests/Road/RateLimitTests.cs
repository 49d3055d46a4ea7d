using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

/// <summary>Targets say in several ways that they get too many requests, and that is no fault of the gateway's
/// credentials.</summary>
public sealed class RateLimitTests(FaultyRoad road) : IClassFixture<FaultyRoad>
{
    // status and headers of the target, whose clock says 07:27:30 | Retry-After of the gateway
    [Theory]
    [InlineData(403, "X-RateLimit-Remaining: 0", "1")]
    [InlineData(403, "RateLimit-Remaining: 0", "1")]
    [InlineData(403, "Retry-After: 7", "7")]
    [InlineData(403, "X-RateLimit-Remaining: 0, X-RateLimit-Reset: 1792567680", "30")]
    [InlineData(429, "X-RateLimit-Reset: 1792567680", "30")]
    [InlineData(429, "RateLimit-Reset: 1792567680000", "30")]
    [InlineData(429, "RateLimit-Reset: 20", "20")]
    [InlineData(429, "X-Rate-Limit-Reset: 20", "20")]
    [InlineData(429, "X-RateLimit-Reset: 1792567000", "0")]
    [InlineData(429, "X-RateLimit-Reset: 1992567680", "1")]
    [InlineData(429, "Retry-After: 7, X-RateLimit-Reset: 1792567680", "7")]
    public async Task A_rate_limit_is_told_as_429_with_the_time_to_come_again(int status, string headers, string seconds)
    {
        (string, string)[] named = [.. headers.Split(", ").Select(header => (header.Split(": ")[0], header.Split(": ")[1]))];
        var answer = (await road.ReadAsync(Reply.With(status, headers: named))).IsScimError(429);
        Assert.Equal("The target 'app' takes no more requests for now.", answer.Detail);
        Assert.Equal(seconds, answer.Response.Headers.GetValues("Retry-After").Single());
        Assert.StartsWith("Information ", Assert.Single(await road.Gateway.LogOfAsync(answer)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-RateLimit-Remaining: 17")]
    [InlineData("X-RateLimit-Reset: 20")]
    public async Task A_403_without_a_limit_that_is_reached_is_about_credentials(string header)
    {
        var answer = (
            await road.ReadAsync(Reply.With(403, headers: (header.Split(": ")[0], header.Split(": ")[1])))
        ).IsScimError(502);
        Assert.Contains("refused the gateway's credentials", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_that_is_told_with_403_holds_for_everybody()
    {
        var clock = new ManualClock();
        await using var target = new FailingTarget(
            clock,
            Reply.With(403, headers: [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1792567770")]),
            Reply.With(200, Reply.User)
        );
        await using var gateway = await TestGateway.StartAsync(target.Url, clock: clock);

        var first = (await gateway.GetAsync("Users/1")).IsScimError(429);
        var second = (await gateway.GetAsync("Users/2")).IsScimError(429);
        Assert.Single(target.Requests);
        clock.Advance(TimeSpan.FromSeconds(120));

        Assert.Equal(
            ("120", "120"),
            (first.Response.Headers.RetryAfter?.ToString(), second.Response.Headers.RetryAfter?.ToString())
        );
        Assert.Equal(200, (await gateway.GetAsync("Users/2")).Status);
    }

    [Fact]
    public async Task A_limit_does_not_open_the_breaker()
    {
        await using var target = new FailingTarget(Reply.With(429));
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            more: "    limits: { retries: 0, retryAfter: 0s, breakerCalls: 4 }"
        );

        for (int i = 0; i < 10; i++) (await gateway.GetAsync("Users/1")).IsScimError(429);

        Assert.Equal(10, target.Requests.Count);
        Assert.Equal("closed", (string?)(await gateway.ReadyAsync()).Json!["targets"]!["app"]!["breaker"]);
    }
}
