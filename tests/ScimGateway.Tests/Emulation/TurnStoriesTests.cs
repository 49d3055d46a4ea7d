using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>Who waits for whom at one resource: what reads before it writes is alone, what the target does in one call is
/// not.</summary>
public sealed class TurnStoriesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Changes_that_the_target_makes_by_itself_are_made_at_the_same_time()
    {
        int inside = 0;
        var both = new TaskCompletionSource();
        await using var target = await FakeTarget.StartAsync(async (context, _) =>
        {
            if (Interlocked.Increment(ref inside) == 2) both.SetResult();
            await both.Task.WaitAsync(Patience);
            await context.AnswerAsync(200, """{"id":"1","userName":"ana"}""");
        });
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var answers = await Task.WhenAll(PatchAsync(gateway, "title"), PatchAsync(gateway, "nickName"));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
    }

    // The target has no versions: between the read that compares and the write nothing may come, not even what is one call.
    [Fact]
    public async Task A_change_of_one_version_is_alone_and_those_after_it_wait()
    {
        var arrived = new ConcurrentQueue<string>();
        var reading = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var target = await FakeTarget.StartAsync(async (context, request) =>
        {
            arrived.Enqueue(request.Method + (request.Body.Contains("nickName", StringComparison.Ordinal) ? " nickName" : ""));
            if (request.Method == "GET" && arrived.Count > 1)
            {
                reading.SetResult();
                await go.Task.WaitAsync(Patience);
            }

            await context.AnswerAsync(200, """{"id":"1","userName":"ana"}""");
        });
        await using var gateway = await TestGateway.StartAsync(target.Url);
        string version = (await gateway.GetAsync("Users/1")).Response.Headers.ETag!.ToString();

        var conditional = IfMatchAsync(gateway, version);
        await reading.Task.WaitAsync(Patience);
        var plain = PatchAsync(gateway, "nickName");
        await StandingAsync(gateway, 2);
        go.SetResult();

        Assert.Equal((200, 200), ((await conditional).Status, (await plain).Status));
        Assert.Equal(["GET", "GET", "PATCH", "PATCH nickName"], arrived);
    }

    [Fact]
    public async Task A_change_of_one_version_waits_until_those_before_it_are_made()
    {
        var arrived = new ConcurrentQueue<string>();
        var patching = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var target = await FakeTarget.StartAsync(async (context, request) =>
        {
            bool isPlain = request.Body.Contains("nickName", StringComparison.Ordinal);
            arrived.Enqueue(request.Method + (isPlain ? " nickName" : ""));
            if (isPlain)
            {
                patching.SetResult();
                await go.Task.WaitAsync(Patience);
            }

            await context.AnswerAsync(200, """{"id":"1","userName":"ana"}""");
        });
        await using var gateway = await TestGateway.StartAsync(target.Url);
        string version = (await gateway.GetAsync("Users/1")).Response.Headers.ETag!.ToString();

        var plain = PatchAsync(gateway, "nickName");
        await patching.Task.WaitAsync(Patience);
        var conditional = IfMatchAsync(gateway, version);
        await StandingAsync(gateway, 2);
        go.SetResult();

        Assert.Equal((200, 200), ((await conditional).Status, (await plain).Status));
        Assert.Equal(["GET", "PATCH nickName", "GET", "PATCH"], arrived);
    }

    // What goes by the difference reads first: the second must see what the first has made.
    [Fact]
    public async Task Two_PATCHes_that_read_first_both_survive()
    {
        string roles = "r1";
        var reading = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var target = await FakeTarget.StartAsync(async (context, request) =>
        {
            string seen = roles;
            if (request.Method == "GET" && reading.TrySetResult()) await go.Task.WaitAsync(Patience);
            if (request.Method == "PATCH") seen = roles = (string)JsonNode.Parse(request.Body)!["Operations"]![0]!["value"]!;
            await context.AnswerAsync(200, $$"""{"id":"1","userName":"ana","roleList":"{{seen}}"}""");
        });
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            """target({ User: { attributes: [ map("roles", "roleList", { convert: "list:," }) ] } });"""
        );

        var first = gateway.PatchAsync("Users/1", Bodies.Patch("""{"op":"add","path":"roles","value":[{"value":"r2"}]}"""));
        await reading.Task.WaitAsync(Patience);
        var second = gateway.PatchAsync("Users/1", Bodies.Patch("""{"op":"add","path":"roles","value":[{"value":"r3"}]}"""));
        await StandingAsync(gateway, 2);
        go.SetResult();

        Assert.Equal((200, 200), ((await first).Status, (await second).Status));
        Assert.Equal("r1,r2,r3", roles);
    }

    // The adopted user is being changed by somebody else: neither loses the other's change.
    [Fact]
    public async Task A_create_that_adopts_takes_its_turn_at_whom_it_adopts()
    {
        var stored = (JsonObject)JsonNode.Parse("""{"id":"1","userName":"ana"}""")!;
        var arrived = new ConcurrentQueue<string>();
        var reading = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var target = await FakeTarget.StartAsync(async (context, request) =>
        {
            arrived.Enqueue($"{request.Method} {request.PathAndQuery.Split('?')[0]}");
            if (request is { Method: "GET", PathAndQuery: "/Users/1" })
            {
                string seen = stored.ToJsonString();
                reading.TrySetResult();
                await go.Task.WaitAsync(Patience);
                await context.AnswerAsync(200, seen);
                return;
            }

            if (request.Method == "PUT") stored = (JsonObject)JsonNode.Parse(request.Body)!;
            if (request.Method == "POST") await context.AnswerAsync(409);
            else await context.AnswerAsync(200, request.Method == "GET"
                ? $$"""{"totalResults":1,"Resources":[{{stored.ToJsonString()}}]}"""
                : stored.ToJsonString());
        });
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            """target({ can: { patch: false }, create: { adopt: "userName" }, User: {} });"""
        );

        var patch = PatchAsync(gateway, "title");
        await reading.Task.WaitAsync(Patience);
        var create = gateway.PostAsync(
            "Users",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","nickName":"Ann"}"""
        );
        await StandingWithLimitAsync(gateway, arrived);
        go.SetResult();

        Assert.Equal((200, 201), ((await patch).Status, (await create).Status));
        Assert.Equal(["GET /Users/1", "POST /Users", "GET /Users", "PUT /Users/1", "GET /Users/1", "PUT /Users/1"], arrived);
        Assert.Equal(("Ann", "x"), (stored.At("nickName"), stored.At("title"))); // both: the later one keeps what it does not say
    }

    // Until the create stands at the user, or, without a turn of its own, has sent its PUT.
    private static async Task StandingWithLimitAsync(TestGateway gateway, ConcurrentQueue<string> arrived)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (
            gateway.Host.Gateway.Targets["app"].Memory.Turns.Standing("/Users", "1") < 2 && !arrived.Contains("PUT /Users/1")
        )
            await YieldAsync(patience.Token);
    }

    private static async Task StandingAsync(TestGateway gateway, int standing)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (gateway.Host.Gateway.Targets["app"].Memory.Turns.Standing("/Users", "1") < standing)
            await YieldAsync(patience.Token);
    }

    private static async Task YieldAsync(CancellationToken patience)
    {
        patience.ThrowIfCancellationRequested();
        await Task.Yield();
    }

    private static Task<Answer> PatchAsync(TestGateway gateway, string attribute) =>
        gateway.PatchAsync("Users/1", Bodies.Patch($$"""{"op":"replace","path":"{{attribute}}","value":"x"}"""));

    private static async Task<Answer> IfMatchAsync(TestGateway gateway, string version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "Users/1")
        {
            Content = new StringContent(
            Bodies.Patch("""{"op":"replace","path":"title","value":"x"}"""),
            null,
            "application/scim+json"
        )
        };
        request.Headers.TryAddWithoutValidation("If-Match", version);
        using var response = await gateway.Client.SendAsync(request);
        return await Answer.ReadAsync(response);
    }
}
