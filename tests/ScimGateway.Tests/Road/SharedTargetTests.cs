using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

/// <summary>Several clients and targets in one gateway: nobody waits for somebody else's trouble.</summary>
public sealed class SharedTargetTests
{
    private const string User = """{"id":"1","userName":"ana"}""";

    [Fact]
    public async Task A_slow_target_whose_queue_is_full_slows_no_other()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var slow = await FakeTarget.StartAsync(async (context, _) =>
        {
            arrived.TrySetResult();
            await go.Task;
            await context.AnswerAsync(200, User);
        });
        await using var fast = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await StartAsync("concurrency: 1, queue: 4, clientShare: 100, timeout: 1m", slow.Url, fast.Url);

        var stuck = Enumerable.Range(0, 5).Select(_ => gateway.GetAsync("slow/Users/1")).ToList();
        await arrived.Task;
        for (int i = 0; i < 50; i++) Assert.Equal(200, (await gateway.GetAsync("fast/Users/1")).Status);

        Assert.DoesNotContain(stuck, answer => answer.IsCompleted);
        Assert.Single(slow.Requests);
        go.SetResult();
        Assert.All(await Task.WhenAll(stuck), answer => Assert.Equal(200, answer.Status));
    }

    [Fact]
    public async Task A_client_that_fills_its_share_of_the_queue_leaves_room_for_others()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var target = await FakeTarget.StartAsync(async (context, _) =>
        {
            arrived.TrySetResult();
            await go.Task;
            await context.AnswerAsync(200, User);
        });
        await using var gateway = await StartAsync(
            "concurrency: 1, queue: 4, clientShare: 50, timeout: 1m",
            target.Url,
            target.Url
        );
        using var other = gateway.NewClient("token-of-the-other");

        var first = gateway.GetAsync("slow/Users/1");
        await arrived.Task;
        // Two wait; the third that comes, whichever it is, finds their places taken.
        var greedy = Enumerable.Range(0, 3).Select(_ => gateway.GetAsync("slow/Users/1")).ToList();
        var refused = await await Task.WhenAny(greedy);
        var modest = other.GetAsync("slow/Users/1");
        refused.IsScimError(503);
        go.SetResult();

        Assert.Equal(200, (int)(await modest).StatusCode);
        Assert.Equal([200, 200, 503], (await Task.WhenAll(greedy)).Select(answer => answer.Status).Order());
        Assert.Equal(200, (await first).Status);
    }

    [Fact]
    public async Task A_destination_that_is_down_does_not_take_the_other_one_with_it()
    {
        await using var well = new FailingTarget(Reply.With(200, User));
        await using var ill = new FailingTarget(Reply.With(500));
        await using var gateway = await TestGateway.FromYamlAsync($$"""
            listen: http://127.0.0.1:0
            clients: [ { name: test, token: file:token, target: app } ]
            targets: [ { name: app, urls: ["{{well.Url}}", "{{ill.Url}}"], auth: none, limits: { breakerCalls: 2, breakerTime: 1h } } ]
            """, new Dictionary<string, string> { ["token"] = TestGateway.Token });

        while (ill.Requests.Count < 2) await gateway.GetAsync("Users/1");
        for (int i = 0; i < 20; i++) await gateway.GetAsync("Users/1");
        int served = well.Requests.Count;
        while (well.Requests.Count == served) Assert.Contains((await gateway.GetAsync("Users/1")).Status, new[] { 200, 503 });

        Assert.Equal(2, ill.Requests.Count);
    }

    [Fact]
    public async Task Destinations_take_turns()
    {
        await using var one = await FakeTarget.AnsweringAsync(200, User);
        await using var other = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await TestGateway.FromYamlAsync($$"""
            listen: http://127.0.0.1:0
            clients: [ { name: test, token: file:token, target: app } ]
            targets: [ { name: app, urls: ["{{one.Url}}", "{{other.Url}}"], auth: none } ]
            """, new Dictionary<string, string> { ["token"] = TestGateway.Token });

        for (int i = 0; i < 12; i++) Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);

        Assert.Equal((6, 6), (one.Requests.Count, other.Requests.Count));
    }

    private static Task<TestGateway> StartAsync(string limits, string slow, string fast) => TestGateway.FromYamlAsync(
        $$"""
        listen: http://127.0.0.1:0
        clients:
          - { name: test, token: file:token, targets: [slow, fast] }
          - { name: other, token: file:other, targets: [slow, fast] }
        targets:
          - { name: slow, url: "{{slow}}", auth: none, limits: { {{limits}} } }
          - { name: fast, url: "{{fast}}", auth: none }
        """,
        new Dictionary<string, string> { ["token"] = TestGateway.Token, ["other"] = "token-of-the-other" });
}
