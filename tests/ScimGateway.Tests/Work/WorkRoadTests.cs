using System.Net;
using System.Text;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;
using ScimGateway.Work;

namespace ScimGateway.Tests.Work;

/// <summary>What requests hold in memory, on the road.</summary>
public sealed class WorkRoadTests
{
    private const string Small = "limits: { workBytes: 16777216 }"; // a client's half: 8 MiB

    private static readonly string User = """{"id":"1","userName":"ana"}""";

    [Fact]
    public async Task A_body_that_finds_no_room_waits_until_another_ends_and_all_is_given_back()
    {
        var sent = new SemaphoreSlim(0);
        var answer = new TaskCompletionSource();
        await using var target = await FakeTarget.StartAsync(async (context, _) =>
        {
            sent.Release();
            await answer.Task;
            await context.AnswerAsync(201, User);
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, top: Small);
        var budget = gateway.Host.Work;

        var first = gateway.PostAsync("Users", Body(12_000)); // some 5 MB
        await sent.WaitAsync();
        var second = gateway.PostAsync("Users", Body(12_000));
        while (budget.Waiting == 0) await Task.Yield();

        Assert.InRange(budget.Used, 12_000 * 400, 8 * 1024 * 1024);
        Assert.Single(target.Requests);
        answer.SetResult();
        Assert.Equal((201, 201), ((await first).Status, (await second).Status));
        await GivenBackAsync(budget);
    }

    [Fact]
    public async Task A_body_past_a_clients_half_is_refused_at_once()
    {
        await using var target = await FakeTarget.AnsweringAsync(201, User);
        await using var gateway = await TestGateway.StartAsync(target.Url, top: Small);

        var told = (await gateway.PostAsync("Users", Body(40_000))).IsScimError(413);

        Assert.Contains("one client may hold 8388608 (half of limits.workBytes)", told.Detail, StringComparison.Ordinal);
        Assert.Empty(target.Requests);
        await GivenBackAsync(gateway.Host.Work);
    }

    [Fact]
    public async Task A_body_of_a_stranger_is_not_read()
    {
        await using var gateway = await TestGateway.StartAsync("http://127.0.0.1:9", top: Small);
        using var stranger = gateway.NewClient("nobody");
        using var content = new StringContent(Body(40_000), Encoding.UTF8, "application/scim+json");

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsync("Users", content)).StatusCode);
        Assert.Equal(0, gateway.Host.Work.Used);
    }

    [Theory]
    [InlineData("Users?count=1000", 4_000_000)] // copied: 2.5 times its bytes
    [InlineData("Users?attributes=userName", 1_000_000)] // a tree: more for each value
    public async Task An_answer_past_a_clients_half_is_told_as_such_and_does_not_hurt_the_target(string path, int bytes)
    {
        string value = path.Contains("attributes", StringComparison.Ordinal)
            ? string.Join(',', Enumerable.Repeat("{}", bytes / 3))
            : $"\"{new string('x', bytes)}\"";
        await using var target = await FakeTarget.AnsweringAsync(
            200,
            $$"""{"totalResults":1,"Resources":[{"id":"1","userName":"ana","more":[{{value}}]}]}"""
        );
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { projection: false }, User: {} });",
            top: Small,
            more: "    limits: { breakerCalls: 2, breakerPercent: 1 }"
        );

        for (int i = 0; i < 4; i++)
        {
            var told = (await gateway.GetAsync(path)).IsScimError(502);
            Assert.Contains("half of limits.workBytes", told.Detail, StringComparison.Ordinal);
        }

        Assert.Equal(4, target.Requests.Count);
        await GivenBackAsync(gateway.Host.Work);
    }

    [Fact]
    public async Task An_answer_that_finds_no_room_waits_then_is_503_and_no_fault_of_the_target()
    {
        await using var target = await FakeTarget.AnsweringAsync(
            200,
            $$"""{"totalResults":1,"Resources":[{"id":"1","userName":"ana","more":"{{new string('x', 1_000_000)}}"}]}"""
        );
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            top: Small,
            more: "    limits: { timeout: 200ms, answerIn: 400ms, breakerCalls: 2, breakerPercent: 1 }"
        );
        using (var full = gateway.Host.Work.Begin("test", 16 * 1024 * 1024))
        {
            full.Take(8 * 1024 * 1024);
            for (int i = 0; i < 3; i++)
            {
                var told = (await gateway.GetAsync("Users")).IsScimError(503);
                Assert.Equal("1", told.Response.Headers.RetryAfter?.ToString());
                Assert.Contains("(limits.workBytes)", told.Detail, StringComparison.Ordinal);
            }
        }

        Assert.Equal(3, target.Requests.Count);
        Assert.Equal("closed", gateway.Host.Gateway.Targets["app"].Memory.Traffic.Breakers.State);
        await GivenBackAsync(gateway.Host.Work);
    }

    /// <summary>That its body waited says nothing of the target, which then had all its time.</summary>
    [Fact]
    public async Task A_target_that_is_too_slow_is_told_as_such_although_the_body_had_to_wait_for_room()
    {
        var ended = new TaskCompletionSource();
        await using var target = await FakeTarget.StartAsync((_, _) => ended.Task);
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            top: Small,
            more: "    limits: { timeout: 300ms, answerIn: 30s, retries: 0 }"
        );
        var budget = gateway.Host.Work;
        var full = budget.Begin("test", 16 * 1024 * 1024);
        full.Take(8 * 1024 * 1024);

        var late = gateway.PostAsync("Users", Body(12_000));
        while (budget.Waiting == 0) await Task.Yield();
        full.Dispose();

        var told = await late;
        ended.SetResult();
        Assert.Contains("did not answer in time", told.IsScimError(504).Detail, StringComparison.Ordinal);
        await GivenBackAsync(budget);
    }

    [Fact]
    public async Task A_scan_and_an_order_hold_no_trees_of_what_they_passed()
    {
        long most = 0;
        WorkBudget? budget = null;
        await using var target = await new Emulation.PagedTarget(10_000)
        {
            Asking = () => most = Math.Max(most, budget?.Used ?? 0),
        }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { filters: false, sort: false, pageSize: 500 }, User: {} });"
        );
        budget = gateway.Host.Work;

        var sorted = (await gateway.GetAsync("Users?sortBy=title&startIndex=9991&count=10")).Json!;

        Assert.Equal("user10", sorted["Resources"]![0].At("userName"));
        Assert.Equal(20, target.Requests.Count);
        Assert.InRange(most, 1_000_000, 4_000_000); // their JSON is 0.7 MB, their trees 10 MB
        most = 0;
        Assert.Equal(3_333, (await gateway.GetAsync(Bodies.Query("Users", "active eq false") + "&count=5")).Json![
            "totalResults"
        ]!.GetValue<int>());
        Assert.InRange(most, 0, 1_000_000);
        await GivenBackAsync(budget);
    }

    private static async Task GivenBackAsync(WorkBudget budget)
    {
        while (budget.Used != 0) await Task.Yield(); // the last one ends after its answer is sent
    }

    private static string Body(int values) =>
        $$$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","urn:x:2.0:User":{"a":[{{{string.Join(',', Enumerable.Repeat("{}", values))}}}]}}""";
}
