using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ScimGateway.Tests.Emulation;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;
using StackExchange.Redis;

namespace ScimGateway.Tests.Replicas;

/// <summary>Replicas with one Redis: what they spare the target, and that nothing depends on it.</summary>
public sealed class SharedCacheStoriesTests : IAsyncLifetime
{
    private const string Mapping = $$"""
        target({ User: { attributes: [
          map("{{Bodies.Enterprise}}:manager.value", "boss", { reference: { type: "User", by: "userName" } }),
          drop("{{Bodies.Enterprise}}:manager")] } });
        """;

    private readonly ManualClock clock = new();
    private readonly ConcurrentDictionary<string, JsonObject> users = new(StringComparer.Ordinal);
    private FakeTarget target = null!;
    private RedisProcess redis = null!;

    public async Task InitializeAsync()
    {
        for (int number = 1; number <= 20; number++)
        {
            Store($"boss{number}", $"boss{number}@planted.example", null);
            Store($"user{number}", $"user{number}@planted.example", $"boss{number}@planted.example");
        }

        target = await FakeTarget.StartAsync(AnswerAsync);
        redis = await RedisProcess.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await target.DisposeAsync();
        await redis.DisposeAsync();
    }

    private void Store(string id, string userName, string? boss)
    {
        var user = new JsonObject { ["id"] = id, ["userName"] = userName };
        if (boss is not null) user["boss"] = boss;
        users[id] = user;
    }

    private Task AnswerAsync(HttpContext context, TargetRequest request)
    {
        string path = Uri.UnescapeDataString(request.PathAndQuery);
        if (request.Method == "POST") return context.AnswerAsync(201, Save($"created-{Guid.NewGuid():N}", request.Body));
        if (request.Method == "PUT") return context.AnswerAsync(200, Save(path["/Users/".Length..], request.Body));
        if (path.StartsWith("/Users/", StringComparison.Ordinal))
            return users.TryGetValue(path["/Users/".Length..], out var one)
                ? context.AnswerAsync(200, one.ToJsonString())
                : context.AnswerAsync(404);
        string[] found = [.. users.Values
            .Where(user => path.Contains(user["userName"]!.ToJsonString(), StringComparison.Ordinal))
            .Select(user => user.ToJsonString())];
        return context.AnswerAsync(200, $$"""{"totalResults":{{found.Length}},"Resources":[{{string.Join(',', found)}}]}""");
    }

    private string Save(string id, string body)
    {
        var user = (JsonObject)JsonNode.Parse(body)!;
        user["id"] = id;
        users[id] = user;
        return user.ToJsonString();
    }

    private int Asked(string words) => target.Requests.Count(request =>
        Uri.UnescapeDataString(request.PathAndQuery).Contains(words, StringComparison.Ordinal));

    private Task<TestGateway> StartAsync(string? cache = null, TimeProvider? time = null) => TestGateway.StartAsync(
        target.Url,
        Mapping,
        top: $"cursorKey: file:token\ncache: {cache ?? redis.Cache}",
        clock: time ?? clock,
        more: "    limits: { timeout: 5m, answerIn: 10m, queue: 1000 }");

    private static async Task<string?> BossOfAsync(TestGateway gateway, string id)
    {
        var read = await gateway.GetAsync($"Users/{id}");
        Assert.True(read.Status == 200, read.Text);
        return (string?)read.Json.At(Bodies.Enterprise, "manager", "value");
    }

    private static string User(string userName, string boss) => $$"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","{{Bodies.Enterprise}}"],
         "userName":"{{userName}}","{{Bodies.Enterprise}}":{"manager":{"value":"{{boss}}"} } }
        """;

    private const string Chief =
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"chief@planted.example"}""";

    private static IEnumerable<string> Texts(KeyValuePair<string, HashEntry[]> entry) =>
        [entry.Key, .. entry.Value.SelectMany(field => new[] { field.Name.ToString(), field.Value.ToString() })];

    // Each second by the clock there is one probe; how many it takes is up to the connection.
    private async Task ComeBackAsync(TestGateway gateway, Func<Task> between)
    {
        var back = gateway.LogLineAsync("is back");
        while (!back.IsCompleted)
        {
            await between();
            var asked = clock.WaitedForAsync(1, TimeSpan.FromMilliseconds(900), TimeSpan.FromSeconds(1));
            if (await Task.WhenAny(back, asked) == asked && !back.IsCompleted) clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task What_one_replica_has_looked_up_the_other_does_not_ask_the_target_for()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();

        List<string?> bosses = [];
        foreach (var gateway in new[] { one, other, one }) bosses.Add(await BossOfAsync(gateway, "user1"));
        var created = await other.PostAsync("Users", User("ana@planted.example", "boss1"));

        Assert.Equal(["boss1", "boss1", "boss1"], bosses);
        Assert.Equal(201, created.Status);
        Assert.Equal("boss1@planted.example", (string?)users[(string)created.Json!["id"]!]["boss"]);
        Assert.Equal((1, 0), (Asked("userName eq \"boss1@planted.example\""), Asked("/Users/boss1")));
        Assert.Equal("shared", (string?)(await one.ReadyAsync()).Json!["cache"]);
    }

    [Fact]
    public async Task A_replica_goes_on_by_index_where_a_page_of_the_other_ended()
    {
        await using var paged = await new PagedTarget(40) { ByCursor = true, Cap = 10 }.StartAsync();
        Task<TestGateway> Start() => TestGateway.StartAsync(
            paged.Url,
            "target({ can: { paging: \"cursor\", pageSize: 10 }, User: {} });",
            top: $"cursorKey: file:token\ncache: {redis.Cache}",
            clock: clock);
        await using var one = await Start();
        await using var other = await Start();

        await one.GetAsync("Users?startIndex=1&count=10");
        var second = (await other.GetAsync("Users?startIndex=11&count=10")).Json!["Resources"]!.AsArray();

        var names = second.Select(user => (string?)user!["userName"]);
        Assert.Equal(Enumerable.Range(11, 10).Select(number => $"user{number}"), names);
        Assert.Equal(["count=10&cursor=", "count=10&cursor=c11"], PagedTarget.Asked(paged));
    }

    [Fact]
    public async Task A_manager_who_is_renamed_through_one_replica_has_his_new_name_at_the_other_within_five_seconds()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        await BossOfAsync(one, "user1");
        await BossOfAsync(other, "user1");

        var renamed = await one.PutAsync("Users/boss1", Chief);
        Store("boss99", "boss1@planted.example", null); // who has the name now
        string? here = await BossOfAsync(one, "user1");
        clock.Advance(TimeSpan.FromSeconds(5.5));
        string? there = await BossOfAsync(other, "user1");
        var created = await other.PostAsync("Users", User("ana@planted.example", "boss1"));

        Assert.Equal((200, "boss99", "boss99"), (renamed.Status, here, there));
        Assert.Equal("chief@planted.example", (string?)users[(string)created.Json!["id"]!]["boss"]);
    }

    [Fact]
    public async Task In_Redis_nobody_reads_a_name_an_id_an_address_or_a_target()
    {
        Store("planted-id-of-a-boss", "planted-boss@x.org", null);
        Store("planted-id-of-a-user", "planted-user@x.org", "planted-boss@x.org");
        var files = new Dictionary<string, string>
        {
            ["token"] = TestGateway.Token,
            ["key"] = "planted-key",
            ["planted"] = "planted-secret",
            ["mapping/mapping.js"] = Mapping,
        };
        await using var gateway = await TestGateway.FromYamlAsync($"""
            listen: http://127.0.0.1:0
            cursorKey: file:key
            cache: {redis.Cache}
            clients: [ {"{"} name: test, token: file:token, target: planted-target {"}"} ]
            targets:
              - name: planted-target
                url: {target.Url}
                auth: {"{"} bearer: file:planted {"}"}
                mapping: mapping
            """, files);
        string? boss = await BossOfAsync(gateway, "planted-id-of-a-user");

        var content = await redis.ContentAsync();

        Assert.Equal("planted-id-of-a-boss", boss);
        // The ids and the names of both, and the probe.
        Assert.Equal(5, content.Count);
        Assert.All(content.SelectMany(Texts), text => Assert.DoesNotContain("planted", text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_value_that_was_tampered_with_is_looked_up_at_the_target_again()
    {
        await using var one = await StartAsync();
        await using var other = await StartAsync();
        await BossOfAsync(one, "user1");

        await redis.ChangeAsync((_, value) => [.. value[..^1], (byte)(value[^1] ^ 1)]);

        Assert.Equal("boss1", await BossOfAsync(other, "user1"));
        Assert.Equal(2, Asked("userName eq \"boss1@planted.example\""));
    }

    [Fact]
    public async Task A_Redis_that_is_killed_and_started_again_under_load_fails_no_request_and_falsifies_none()
    {
        await using var gateway = await StartAsync();
        using var stop = new CancellationTokenSource();
        int done = 0;
        var load = Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (int round = worker; !stop.IsCancellationRequested; round++)
            {
                string number = $"{(round % 20) + 1}";
                Assert.Equal("boss" + number, await BossOfAsync(gateway, "user" + number));
                var created = await gateway.PostAsync("Users", User($"new{worker}-{round}@planted.example", "boss" + number));
                Assert.True(created.Status == 201, created.Text);
                Assert.Equal($"boss{number}@planted.example", (string?)users[(string)created.Json!["id"]!]["boss"]);
                Interlocked.Add(ref done, 2);
            }
        })).ToList();

        await DoneAsync(200);
        await redis.KillAsync();
        string away = await gateway.LogLineAsync("is away");
        await DoneAsync(200);
        await redis.StartAgainAsync();
        // A request takes many of these turns less than its five minutes.
        await ComeBackAsync(gateway, () => DoneAsync(40));
        await DoneAsync(200);
        await stop.CancelAsync();
        await Task.WhenAll(load);

        Assert.Equal("shared", (string?)(await gateway.ReadyAsync()).Json!["cache"]);
        Assert.Equal(
            [away, $"Information The shared cache at 127.0.0.1:{redis.Port} is back"],
            gateway.LogLines.Where(line => line.Contains("The shared cache", StringComparison.Ordinal)));
        Assert.NotEmpty(await redis.ContentAsync());

        async Task DoneAsync(int more)
        {
            int until = Volatile.Read(ref done) + more;
            while (Volatile.Read(ref done) < until)
            {
                if (load.Find(one => one.IsFaulted) is { } failed) await failed;
                await gateway.GetAsync("/healthz");
            }
        }
    }

    [Fact]
    public async Task A_Redis_that_is_frozen_holds_no_request_and_what_was_renamed_meanwhile_has_its_new_name_afterwards()
    {
        await using var gateway = await StartAsync();
        await BossOfAsync(gateway, "user1");
        await redis.FreezeAsync();

        var first = BossOfAsync(gateway, "user2");
        await clock.WaitedForAsync(1, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(50));
        clock.Advance(TimeSpan.FromMilliseconds(50));
        string? waited = await first;
        // The clock stands: who waited for Redis would wait for ever.
        var reads = Enumerable.Range(1, 20).Select(number => BossOfAsync(gateway, $"user{number}"));
        List<string?> others = [.. await Task.WhenAll(reads)];
        var renamed = await gateway.PutAsync("Users/boss1", Chief);
        Store("boss99", "boss1@planted.example", null);
        var ready = await gateway.ReadyAsync();
        await redis.ThawAsync();
        await ComeBackAsync(gateway, () => Task.CompletedTask);

        Assert.Equal("boss2", waited);
        Assert.Equal(Enumerable.Range(1, 20).Select(number => $"boss{number}"), others);
        Assert.Equal((200, 200, "away"), (renamed.Status, ready.Status, (string?)ready.Json!["cache"]));
        Assert.Equal("boss99", await BossOfAsync(gateway, "user1"));
    }

    [Fact]
    public async Task With_a_wrong_password_the_gateway_serves_from_its_memory_says_so_once_and_shows_no_password()
    {
        await using var locked = await RedisProcess.StartAsync(password: "the-right-password");
        await File.WriteAllTextAsync(WrongFile(), $"{locked.Cache},password=a-wrong-password");
        await using var gateway = await StartAsync($"file:{WrongFile()}");

        List<string?> bosses = [await BossOfAsync(gateway, "user1"), await BossOfAsync(gateway, "user1")];
        File.Delete(WrongFile());

        Assert.Equal(["boss1", "boss1"], bosses);
        Assert.Equal(1, Asked("userName eq \"boss1@planted.example\""));
        // Whether Redis' client knows by then that it was the password, or only that there is no connection, is a matter of
        // moments.
        Assert.Matches(
            $"^Warning The shared cache at 127.0.0.1:{locked.Port} is away \\((Authentication|UnableToResolve)\\w+\\): the gateway goes on",
            Assert.Single(gateway.LogLines, line => line.Contains("The shared cache", StringComparison.Ordinal)));
        Assert.DoesNotContain(gateway.LogLines, line => line.Contains("password", StringComparison.Ordinal));
        Assert.Empty(await locked.ContentAsync());

        string WrongFile() => Path.Combine(Path.GetTempPath(), $"scim-gateway-cache-{locked.Port}");
    }

    [Fact]
    public async Task With_the_right_password_it_shares()
    {
        await using var locked = await RedisProcess.StartAsync(password: "the-right-password");
        string file = Path.Combine(Path.GetTempPath(), $"scim-gateway-cache-{locked.Port}");
        await File.WriteAllTextAsync(file, $"{locked.Cache},password=the-right-password");
        await using var gateway = await StartAsync($"file:{file}");
        File.Delete(file);

        Assert.Equal("boss1", await BossOfAsync(gateway, "user1"));
        Assert.NotEmpty(await locked.ContentAsync());
        Assert.Equal("shared", (string?)(await gateway.ReadyAsync()).Json!["cache"]);
    }

    [Fact]
    public async Task A_gateway_starts_without_its_Redis_and_finds_it_when_it_comes()
    {
        await redis.KillAsync();
        await using var gateway = await StartAsync(time: TimeProvider.System);
        var ready = await gateway.ReadyAsync();
        string? alone = await BossOfAsync(gateway, "user1");

        await redis.StartAgainAsync();
        await gateway.LogLineAsync("is back");
        await BossOfAsync(gateway, "user2");

        Assert.Equal((200, "away", "boss1"), (ready.Status, (string?)ready.Json!["cache"], alone));
        Assert.NotEmpty(await redis.ContentAsync());
    }

    [Theory]
    [InlineData("cache: ", "cache: memory", "cache")]
    [InlineData("cursorKey: file:token", "cursorKey: file:target-token", "cursorKey")]
    public async Task Another_cache_or_another_key_of_it_takes_a_restart(string written, string edited, string key)
    {
        await using var gateway = await StartAsync();
        string file = Path.Combine(gateway.Folder, "gateway.yaml");
        string[] lines = await File.ReadAllLinesAsync(file);
        lines[Array.FindIndex(lines, line => line.StartsWith(written, StringComparison.Ordinal))] = edited;

        await gateway.EditAsync("gateway.yaml", string.Join('\n', lines));
        string refused = await gateway.LogLineAsync("cannot be used");

        Assert.Contains($"gateway.yaml: {key}: cannot change while the gateway runs", refused, StringComparison.Ordinal);
    }
}
