using System.Text;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;
using ScimGateway.Work;

namespace ScimGateway.Tests.Work;

/// <summary>Large requests leave a core to small ones.</summary>
public sealed class HeavyLaneTests
{
    [Fact]
    public async Task What_follows_an_await_computes_there_too()
    {
        var lane = new HeavyLane();

        var (before, after, inside) = await lane.RunAsync(async () =>
        {
            int first = TaskScheduler.Current.MaximumConcurrencyLevel;
            await Task.Yield();
            int second = TaskScheduler.Current.MaximumConcurrencyLevel;
            return (first, second, await lane.RunAsync(() => Task.FromResult(TaskScheduler.Current.MaximumConcurrencyLevel)));
        });

        Assert.Equal((HeavyLane.Cores, HeavyLane.Cores, HeavyLane.Cores), (before, after, inside));
        Assert.NotEqual(HeavyLane.Cores, TaskScheduler.Current.MaximumConcurrencyLevel);
    }

    [Fact]
    public async Task A_fault_there_is_the_fault_of_the_work() =>
        await Assert.ThrowsAsync<FormatException>(() => new HeavyLane().RunAsync<int>(() => throw new FormatException()));

    /// <summary>All cores of the lane are held: an ordinary request passes, a scan and a large body wait.</summary>
    [Fact]
    public async Task An_ordinary_request_passes_where_large_ones_wait_for_a_core()
    {
        await using var target = await FakeTarget.AnsweringAsync(
            200,
            """{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"Resources":[]}"""
        );
        await using var gateway = await TestGateway.StartAsync(target.Url, "target({ can: { filters: false }, User: {} });");
        using var held = new ManualResetEventSlim();
        var holders = Enumerable.Range(0, HeavyLane.Cores).Select(_ => gateway.Host.Work.Lane.RunAsync(() =>
        {
            held.Wait();
            return Task.FromResult(0);
        })).ToList();

        var scan = gateway.GetAsync(Bodies.Query("Users", "title eq \"x\""));
        var large = gateway.PostAsync("Users", Large());
        while (gateway.Host.Work.Used < 4 * WorkBudget.Light) await Task.Yield(); // the large body has come
        var ordinary = await gateway.GetAsync("Users");
        string[] meanwhile = [.. target.Requests.Select(request => $"{request.Method} {request.PathAndQuery}")];
        held.Set();
        await Task.WhenAll(holders);

        Assert.Equal(200, ordinary.Status);
        Assert.Equal(["GET /Users"], meanwhile);
        Assert.Equal(200, (await scan).Status);
        await large;
    }

    private static string Large() =>
        new StringBuilder("""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a","emails":[""")
            .AppendJoin(',', Enumerable.Range(0, 5_000).Select(number => $$"""{"value":"a{{number}}@example.org"}"""))
            .Append("]}")
            .ToString();
}
