using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ScimGateway.Stores.Owed;
using ScimGateway.Stores.Sealing;
using ScimGateway.Stores.Tables;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Deliveries;

/// <summary>What a target is owed, delivered by the gateway itself, over real sockets. The target's own answer stands in for the
/// layer that pays.</summary>
public sealed class DeliveryTests
{
    private const string User = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"{id}","userName":"ana"}""";

    [Fact]
    public async Task What_is_due_is_delivered_and_recorded_with_its_cause()
    {
        Owing? owing = null;
        await using var target = await FakeTarget.StartAsync(async (context, request) =>
        {
            await owing!.PayAsync(IdOf(request));
            await context.AnswerAsync(200, User.Replace("{id}", IdOf(request), StringComparison.Ordinal));
        });
        await using var gateway = await TestGateway.StartAsync(target.Url);
        owing = new Owing(gateway);

        await owing.AddAsync("1");
        string lane = $"app/{Assert.Single(await owing.LanesAsync()).Lane}";
        owing.Wake();
        await owing.UntilAsync(lanes => lanes.Count == 0);
        string line = await gateway.LogLineAsync("gateway deliver User 1 at app: 200");
        var record = Assert.Single(await gateway.StopAndReadAuditAsync());

        Assert.EndsWith("because of " + Owing.Cause, line, StringComparison.Ordinal);
        Assert.Equal(["GET /Users/1"], target.Requests.Select(request => $"{request.Method} {request.PathAndQuery}"));
        Assert.Equal(
            ("gateway", "deliver", "User", "1", 200),
            ((string?)record["client"], (string?)record["operation"], (string?)record["resourceType"],
            (string?)record["resourceId"], (int?)record["status"]));
        Assert.Equal((Owing.Cause, lane, "app"), ((string?)record["cause"], (string?)record["lane"], (string?)record["target"]));
        Assert.NotEqual(Owing.Cause, (string?)record["correlationId"]);
        Assert.Equal((string?)record["correlationId"], target.Requests[0].Headers["X-Correlation-Id"]);
    }

    [Fact]
    public async Task A_failure_is_the_lane_s_own_and_is_tried_again_later_each_time()
    {
        var clock = new ManualClock();
        await using var target = await FakeTarget.AnsweringAsync(500, """{"detail":"ana@example.org is too much"}""");
        await using var gateway = await TestGateway.StartAsync(target.Url, clock: clock);
        var owing = new Owing(gateway);
        await owing.AddAsync("1");
        owing.Wake();

        var lane = (await owing.UntilAsync(lanes => lanes[0].Failures == 1))[0];
        Assert.Equal((LaneState.Ready, 500, "HTTP 500: • is too much"), (lane.State, lane.LastStatus, lane.LastError));
        Assert.InRange(After(lane, clock), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(45));

        clock.Advance(TimeSpan.FromSeconds(46));
        lane = (await owing.UntilAsync(lanes => lanes[0].Failures == 2))[0];
        Assert.InRange(After(lane, clock), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(90));
        Assert.Equal(2, target.Requests.Count);
    }

    [Fact]
    public async Task What_the_target_refuses_stops_and_is_told_and_a_person_starts_it_again()
    {
        await using var target = await FakeTarget.AnsweringAsync(404, "");
        await using var gateway = await TestGateway.StartAsync(target.Url);
        var owing = new Owing(gateway);
        await owing.AddAsync("1");
        owing.Wake();

        var stopped = (await owing.UntilAsync(lanes => lanes[0].State == LaneState.Stopped))[0];
        string line = await gateway.LogLineAsync("is not tried any more");

        Assert.Equal((404, "HTTP 404"), (stopped.LastStatus, stopped.LastError));
        Assert.Contains(
            $"What the User 1 at app is owed is not tried any more (HTTP 404): scim-gateway owed retry app/{stopped.Lane}, because of {Owing.Cause}",
            line,
            StringComparison.Ordinal);
        Assert.Equal(
            $$"""{"ready":0,"stopped":1,"oldest":"{{Time(stopped.Since)}}"}""",
            (await gateway.ReadyAsync()).Json!["targets"]!["app"]!["owed"]!.ToJsonString());
    }

    [Fact]
    public async Task Credentials_that_are_refused_pause_the_target_and_one_lane_asks_afterwards()
    {
        var clock = new ManualClock();
        int status = 401;
        Owing? owing = null;
        await using var target = await FakeTarget.StartAsync(async (context, request) =>
        {
            int now = Volatile.Read(ref status);
            if (now == 200) await owing!.PayAsync(IdOf(request));
            await context.AnswerAsync(now, User.Replace("{id}", IdOf(request), StringComparison.Ordinal));
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, clock: clock);
        owing = new Owing(gateway);
        string[] ids = [.. Enumerable.Range(1, 12).Select(number => $"{number}")];
        await owing.AddAsync(ids);
        owing.Wake();

        await gateway.LogLineAsync("What app is owed waits for");
        await owing.UntilAsync(lanes => lanes.Any(lane => lane.LastError == "credentials refused"));
        await clock.WaitedForAsync(1, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
        int first = target.Requests.Count;
        Assert.InRange(first, 1, 4);
        Assert.All(await owing.LanesAsync(), lane => Assert.Equal((LaneState.Ready, 0), (lane.State, lane.Failures)));
        var owed = await OwedAsync(gateway);
        while (owed["pausedUntil"] is null) owed = await OwedAsync(gateway); // the first one that is refused makes the pause
        Assert.Equal((12, "credentials refused"), ((int?)owed["ready"], (string?)owed["pausedWhy"]));

        int lines = gateway.LogLines.Count;
        clock.Advance(TimeSpan.FromSeconds(46));
        await gateway.LogLineAsync("What app is owed waits for", lines);
        Assert.Equal(first + 1, target.Requests.Count);

        Volatile.Write(ref status, 200);
        await AdvanceUntilAsync(clock, owing, lanes => lanes.Count == 0);
        await gateway.LogLineAsync("What app is owed goes on");
        Assert.Equal(first + 1 + ids.Length, target.Requests.Count);
        Assert.Null((await gateway.ReadyAsync()).Json!["targets"]!["app"]!["owed"]);
    }

    [Fact]
    public async Task A_target_that_says_how_long_it_wants_to_be_left_alone_is()
    {
        var clock = new ManualClock();
        await using var target = await FakeTarget.StartAsync(async (context, _) =>
        {
            context.Response.Headers.RetryAfter = "3600";
            await context.AnswerAsync(429, "");
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, clock: clock, more: TestGateway.EachCallAlone);
        var owing = new Owing(gateway);
        await owing.AddAsync("1");
        owing.Wake();

        string line = await gateway.LogLineAsync("What app is owed waits for");
        Assert.Contains("01:00:00", line, StringComparison.Ordinal);
        Assert.Contains("HTTP 429", line, StringComparison.Ordinal);
        Assert.Equal(0, Assert.Single(await owing.LanesAsync()).Failures);
    }

    [Fact]
    public async Task Who_is_still_waited_for_is_looked_for_again_after_a_quarter_of_an_hour()
    {
        var clock = new ManualClock();
        await using var target = await FakeTarget.AnsweringAsync(200, User.Replace("{id}", "1", StringComparison.Ordinal));
        await using var gateway = await TestGateway.StartAsync(target.Url, clock: clock);
        var owing = new Owing(gateway);
        await owing.AddAsync("1");
        owing.Wake();

        var lane = (await owing.UntilAsync(lanes => lanes[0].LastStatus == 200))[0];

        Assert.Equal((LaneState.Ready, 0, null), (lane.State, lane.Failures, lane.LastError));
        Assert.Equal(TimeSpan.FromMinutes(15), After(lane, clock));
    }

    [Fact]
    public async Task Lanes_are_given_back_at_the_end_of_the_gateway()
    {
        var asked = new TaskCompletionSource();
        await using var target = await FakeTarget.StartAsync(async (context, _) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await using var gateway = await TestGateway.StartAsync(target.Url);
        var owing = new Owing(gateway);
        await owing.AddAsync("1", "2", "3", "4", "5", "6");
        owing.Wake();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await gateway.StopAndReadAuditAsync();

        await using var store = StateStore.Sqlite(Path.Combine(gateway.Folder, "data", "gateway.db"), TimeProvider.System);
        var tables = new StateTables(store, StateKeys.Random());
        var claims = await tables.Lanes("app").ClaimAsync(10, TimeSpan.FromMinutes(1), "another", default);
        Assert.Equal((6, 0), (claims.Count, claims.Sum(claim => claim.Failures)));
    }

    [Fact]
    public async Task Reloads_meanwhile_lose_no_lane_and_deliver_none_twice()
    {
        var delivered = new ConcurrentBag<string>();
        Owing? owing = null;
        await using var target = await FakeTarget.StartAsync(async (context, request) =>
        {
            delivered.Add(IdOf(request));
            await owing!.PayAsync(IdOf(request));
            await context.AnswerAsync(200, User.Replace("{id}", IdOf(request), StringComparison.Ordinal));
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, more: "    limits: { concurrency: 9 }");
        owing = new Owing(gateway);
        string[] ids = [.. Enumerable.Range(1, 60).Select(number => $"{number}")];
        await owing.AddAsync(ids);
        owing.Wake();

        string yaml = await File.ReadAllTextAsync(Path.Combine(gateway.Folder, "gateway.yaml"));
        for (int i = 1; i <= 5; i++)
        {
            await gateway.EditAsync(
                "gateway.yaml", yaml.Replace("concurrency: 9", $"concurrency: {i}", StringComparison.Ordinal));
            await gateway.Host.ReloadAsync();
        }

        await owing.UntilAsync(lanes => lanes.Count == 0);
        Assert.Equal(ids.Order(StringComparer.Ordinal), delivered.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_target_that_the_config_no_longer_names_gets_nothing_and_its_lanes_stay()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await TestGateway.StartAsync(target.Url);
        var owing = new Owing(gateway);
        await owing.AddAsync("1");
        string yaml = await File.ReadAllTextAsync(Path.Combine(gateway.Folder, "gateway.yaml"));
        await gateway.EditAsync("gateway.yaml", yaml
            .Replace("name: app", "name: other", StringComparison.Ordinal)
            .Replace("target: app", "target: other", StringComparison.Ordinal));
        await gateway.Host.ReloadAsync();

        Assert.Equal("app", Assert.Single(await owing.LanesAsync()).Target);
        Assert.Null((await gateway.ReadyAsync()).Json!["targets"]!["other"]!["owed"]);
        Assert.Empty(target.Requests);
    }

    private static async Task<JsonNode> OwedAsync(TestGateway gateway) =>
        (await gateway.ReadyAsync()).Json!["targets"]!["app"]!["owed"]!;

    private static async Task AdvanceUntilAsync(ManualClock clock, Owing owing, Func<IReadOnlyList<LaneView>, bool> isSo)
    {
        // Longer than any pause that may have begun.
        await clock.WaitedForAsync(1, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromMinutes(16));
        await owing.UntilAsync(isSo);
    }

    private static TimeSpan After(LaneView lane, ManualClock clock) =>
        DateTimeOffset.FromUnixTimeMilliseconds(lane.NextAt) - clock.GetUtcNow();

    private static string Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString("O");

    private static string IdOf(TargetRequest request) => request.PathAndQuery.Split('/', '?')[2];
}
