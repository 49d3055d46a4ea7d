using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Road;

/// <summary><c>answerIn</c>: a client that waits for its turn is answered all the same, and told when to come back.</summary>
public sealed class AnswerInTests
{
    [Fact]
    public async Task A_wait_for_the_end_of_a_pause_is_cut_short_with_503()
    {
        var clock = new ManualClock(); // which never comes to the end of the pause
        await using var target = new FailingTarget(Reply.Later(429, "1"));
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            more: "    limits: { timeout: 1s, answerIn: 1s }",
            clock: clock
        );

        (await gateway.GetAsync("Users/1")).IsScimError(429);
        var waiting = gateway.GetAsync("Users/2");
        await clock.WaitedForAsync(1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var told = (await waiting).IsScimError(503);

        Assert.Equal("1", told.Response.Headers.RetryAfter?.ToString());
        Assert.Equal("Too many requests wait for the target 'app' already.", told.Detail);
        Assert.Single(target.Requests);
    }

    [Fact]
    public async Task A_wait_for_ones_turn_at_a_resource_is_cut_short_with_503()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, """{"id":"1","userName":"ana"}""");
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { patch: false }, User: {} });",
            more: "    limits: { timeout: 1s, answerIn: 1s }"
        );
        var turns = gateway.Host.Gateway.Targets["app"].Memory.Turns;

        Answer told;
        using (await turns.TakeAsync("/Users", "1", alone: true, CancellationToken.None))
            told = (
                await gateway.PatchAsync("Users/1", Bodies.Patch("""{"op":"replace","path":"title","value":"CTO"}"""))
            ).IsScimError(503);

        Assert.Equal("1", told.Response.Headers.RetryAfter?.ToString());
        Assert.Equal("Too many changes of this resource wait for the target 'app' already.", told.Detail);
        Assert.Empty(target.Requests);
        Assert.Equal(
            200,
            (await gateway.PatchAsync("Users/1", Bodies.Patch("""{"op":"replace","path":"title","value":"CTO"}"""))).Status
        );
        Assert.Equal(0, turns.Standing("/Users", "1"));
    }

    [Fact]
    public async Task A_change_that_has_no_time_left_after_its_read_is_not_sent()
    {
        var clock = new ManualClock();
        await using var target = await FakeTarget.StartAsync((context, request) =>
        {
            if (request.Method == "GET") clock.Advance(TimeSpan.FromHours(1));
            return context.AnswerAsync(200, """{"id":"1","userName":"ana"}""");
        });
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { patch: false }, User: {} });",
            clock: clock
        );

        (await gateway.PatchAsync("Users/1", Bodies.Patch("""{"op":"replace","path":"title","value":"CTO"}"""))).IsScimError(504);

        Assert.Equal(["GET"], target.Requests.Select(request => request.Method));
    }
}
