using System.Text.Json.Nodes;
using ScimGateway.Configuration.Watching;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Running;

/// <summary>Edits of a running gateway's files: good ones are taken whole, bad ones change nothing, and no request notices
/// either.</summary>
public sealed class ReloadTests
{
    private const string Reloaded = "The config was reloaded";
    private const string Refused = "The edited config cannot be used, the last good one goes on";
    private const string User =
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ana","nickName":"Ann"}""";
    private const string Plain = "target({ User: {} });";
    private const string Renaming = "target({ User: { attributes: [ map('title', 'nickName') ] } });";

    [Fact]
    public async Task A_good_edit_is_taken_while_requests_run_and_none_of_them_fails()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await StartAsync(target.Url, Plain);
        using var stop = new CancellationTokenSource();
        var running = Enumerable.Range(0, 8).Select(_ => StatusesAsync(gateway, stop.Token)).ToList();

        await gateway.EditAsync("mapping/mapping.js", Renaming);
        await gateway.LogLineAsync(Reloaded + ": 1 clients, 1 targets");
        await gateway.EditAsync("gateway.yaml", Yaml(target.Url, secondClient: true));
        await gateway.LogLineAsync(Reloaded + ": 2 clients, 2 targets");
        var changed = await gateway.GetAsync("Users/1");
        using var second = gateway.NewClient("token-of-the-second");
        using var other = await second.GetAsync("Users/1");
        await stop.CancelAsync();
        var statuses = (await Task.WhenAll(running)).SelectMany(all => all).ToList();

        Assert.Equal("Ann", (string?)changed.Json!["title"]);
        Assert.Equal(200, (int)other.StatusCode);
        Assert.NotEmpty(statuses);
        Assert.All(statuses, status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task A_token_that_an_edit_takes_away_is_refused_where_it_was_taken_before()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await StartAsync(target.Url, Plain);
        int[] before = [(await gateway.GetAsync("Users/1")).Status, (await gateway.GetAsync("Users/1")).Status];

        await gateway.EditAsync("token", "another-token-of-the-client");
        await gateway.Host.ReloadAsync();
        var after = await gateway.GetAsync("Users/1");

        Assert.Equal([200, 200], before);
        Assert.Equal(401, after.Status);
    }

    [Fact]
    public async Task A_secret_that_comes_after_the_edit_that_names_it_mends_it()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await StartAsync(target.Url, Plain);

        await gateway.EditAsync(
            "gateway.yaml",
            Yaml(target.Url).Replace("file:token", "file:secrets/late", StringComparison.Ordinal)
        );
        await gateway.LogLineAsync("clients.test.token: the file ");
        await gateway.EditAsync("secrets/late", "token-that-comes-late");
        await gateway.LogLineAsync(
            Reloaded,
            gateway.LogLines.ToList().FindIndex(line => line.Contains(Reloaded, StringComparison.Ordinal)) + 1
        );
        using var late = gateway.NewClient("token-that-comes-late");
        using var answer = await late.GetAsync("Users/1");

        Assert.Equal(200, (int)answer.StatusCode);
    }

    [Fact]
    public async Task What_only_looks_like_an_edit_throws_nothing_away()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await StartAsync(target.Url, Plain);
        var noticed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new ConfigWatcher(Path.Combine(gateway.Folder, "gateway.yaml"), [], () => noticed.TrySetResult());

        await gateway.EditAsync("gateway.yaml", await File.ReadAllTextAsync(Path.Combine(gateway.Folder, "gateway.yaml")));
        await gateway.EditAsync("a-file-beside-it", "of somebody else");
        await noticed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await gateway.EditAsync("gateway.yaml", Yaml(target.Url, secondClient: true));
        await gateway.LogLineAsync(Reloaded + ": 2 clients");

        Assert.Single(gateway.LogLines, line => line.Contains(Reloaded, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bad_edit_keeps_the_last_good_config_and_says_every_reason_until_a_good_one_comes()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await StartAsync(target.Url, Plain);

        await gateway.EditAsync(
            "gateway.yaml",
            Yaml(target.Url).Replace("strict", "strickt", StringComparison.Ordinal) + "\nlisten2: x\n"
        );
        string line = await gateway.LogLineAsync(Refused);
        var refused = await gateway.ReadyAsync();
        var served = await gateway.GetAsync("Users/1");
        await gateway.EditAsync("gateway.yaml", Yaml(target.Url, secondClient: true));
        await gateway.LogLineAsync(Reloaded);
        var taken = await gateway.ReadyAsync();

        Assert.Equal(200, served.Status);
        Assert.Equal(
            (200, "ready, with the last good config", "refused"),
            (refused.Status, (string?)refused.Json!["status"], (string?)refused.Json["config"]!["lastEdit"])
        );
        Assert.All([line, (string)refused.Json["config"]!["fault"]!], text =>
        {
            Assert.Contains(
                "clients.test.profile: \"strickt\" is not a profile; did you mean \"strict\"?",
                text,
                StringComparison.Ordinal
            );
            Assert.Contains("listen2: is not a key here; did you mean \"listen\"?", text, StringComparison.Ordinal);
        });
        Assert.Equal(("ready", "in use"), ((string?)taken.Json!["status"], (string?)taken.Json["config"]!["lastEdit"]));
        Assert.Null(taken.Json["config"]!["fault"]);
        Assert.NotNull(taken.Json["targets"]!["second"]);
    }

    [Fact]
    public async Task A_mapping_in_a_new_folder_that_is_bad_at_first_is_taken_when_it_is_mended()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await StartAsync(target.Url, Plain);

        await gateway.EditAsync("other/mapping.js", "target({ User: {\n attributes: [ map('title' 'x') ] } });");
        await gateway.EditAsync(
            "gateway.yaml",
            Yaml(target.Url).Replace("mapping: mapping", "mapping: other", StringComparison.Ordinal)
        );
        string line = await gateway.LogLineAsync(Refused);
        await gateway.EditAsync("other/mapping.js", Renaming);
        await gateway.LogLineAsync(Reloaded);

        Assert.Contains("other/mapping.js:2: targets.app.mapping: ", line, StringComparison.Ordinal);
        Assert.Equal("Ann", (string?)(await gateway.GetAsync("Users/1")).Json!["title"]);
    }

    [Fact]
    public async Task What_takes_a_restart_is_refused_instead_of_ignored()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await StartAsync(target.Url, Plain);

        await gateway.EditAsync(
            "gateway.yaml",
            Yaml(target.Url).Replace("listen: http://127.0.0.1:0", "listen: http://127.0.0.1:1", StringComparison.Ordinal)
                + "\naudit: { enabled: false }\nlog: { level: error }\n"
        );
        string line = await gateway.LogLineAsync(Refused);

        Assert.All(["listen: ", "audit: ", "log: "], key =>
            Assert.Contains(
                $"gateway.yaml: {key}cannot change while the gateway runs; restart it, or write what stood there",
                line,
                StringComparison.Ordinal
            ));
    }

    [Fact]
    public async Task A_request_that_is_under_way_to_a_target_that_is_removed_finishes_and_then_the_old_gateway_ends()
    {
        var arrived = new TaskCompletionSource();
        var released = new TaskCompletionSource();
        await using var target = await FakeTarget.StartAsync(async (context, _) =>
        {
            arrived.TrySetResult();
            await released.Task;
            await context.AnswerAsync(200, User);
        });
        await using var gateway = await StartAsync(target.Url, Renaming);
        var old = gateway.Host.Gateway;
        var underWay = gateway.GetAsync("Users/1");
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await gateway.EditAsync("gateway.yaml", Yaml(target.Url).Replace(": app", ": successor", StringComparison.Ordinal));
        await gateway.LogLineAsync(Reloaded);
        var ready = await gateway.ReadyAsync();
        Assert.False(old.HasEnded, "The old gateway ended under a request.");
        released.SetResult();
        var answer = await underWay;
        await gateway.LogLineAsync("test read User 1 at app: 200");

        Assert.Equal((200, "Ann"), (answer.Status, (string?)answer.Json!["title"]));
        Assert.Equal(["successor"], ready.Json!["targets"]!.AsObject().Select(one => one.Key));
        Assert.True(old.HasEnded, "The old gateway holds its targets though nobody uses it.");
        Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);
    }

    [Fact]
    public async Task Many_reloads_at_once_follow_each_other_and_each_ends_the_one_before()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await StartAsync(target.Url, Plain, "limits: { requestsPerSecond: 1000 }");
        var first = gateway.Host.Gateway;

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => gateway.Host.ReloadAsync()));

        Assert.Equal(10, gateway.LogLines.Count(line => line.Contains(Reloaded, StringComparison.Ordinal)));
        Assert.True(first.HasEnded);
        Assert.False(gateway.Host.Gateway.HasEnded);
        Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);
    }

    [Fact]
    public async Task Two_PATCHes_of_one_resource_on_both_sides_of_a_reload_follow_each_other()
    {
        var stored = new JsonObject { ["id"] = "1", ["userName"] = "ana" };
        var firstPut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int reads = 0;
        await using var target = await FakeTarget.StartAsync(async (context, request) =>
        {
            if (request.Method == "GET") Interlocked.Increment(ref reads);
            if (request.Method == "PUT" && firstPut.TrySetResult()) await go.Task;
            if (request.Method == "PUT") stored = JsonNode.Parse(request.Body)!.AsObject();
            await context.AnswerAsync(200, stored.ToJsonString());
        });
        await using var gateway = await StartAsync(target.Url, "target({ can: { patch: false }, User: {} });");

        var first = PatchAsync("title", "CTO");
        await firstPut.Task;
        await gateway.EditAsync("gateway.yaml", Yaml(target.Url, secondClient: true));
        await gateway.LogLineAsync(Reloaded);
        var second = PatchAsync("nickName", "Ann");
        // It either waits for its turn, as it should, or has read already what the first is about to change.
        using var standing = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (gateway.Host.Gateway.Targets["app"].Memory.Turns.Standing("/Users", "1") < 2 && Volatile.Read(ref reads) < 2)
        {
            standing.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
        go.SetResult();

        Assert.Equal((200, 200), ((await first).Status, (await second).Status));
        Assert.Equal(("CTO", "Ann"), ((string?)stored["title"], (string?)stored["nickName"]));
        Assert.Equal(["GET", "PUT", "GET", "PUT"], target.Requests.Select(request => request.Method));

        Task<Answer> PatchAsync(string path, string value) => gateway.PatchAsync(
            "Users/1", $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"{{path}}","value":"{{value}}"}]}""");
    }

    [Theory] // what stands under targets[] after the edit | whether the breaker is still open
    [InlineData("limits: { retries: 0, breakerCalls: 2, breakerTime: 1h }", "mapping: mapping", true)]
    [InlineData(
        "limits: { retries: 0, breakerCalls: 2, breakerTime: 1h }",
        "mapping: mapping\n    health: { path: /Users, interval: 1h }",
        true
    )]
    [InlineData("limits: { retries: 0, breakerCalls: 3, breakerTime: 1h }", "mapping: mapping", false)]
    public async Task A_reload_that_changes_nothing_about_the_traffic_to_a_target_leaves_its_breaker_open(
        string limits,
        string mapping,
        bool stays
    )
    {
        await using var target = new FailingTarget(Reply.With(200, User)).When("GET", "/Users/bad", Reply.With(500));
        await using var gateway = await StartAsync(target.Url, Plain, "limits: { retries: 0, breakerCalls: 2, breakerTime: 1h }");
        for (int i = 0; i < 2; i++) (await gateway.GetAsync("Users/bad")).IsScimError(500);
        (await gateway.GetAsync("Users/1")).IsScimError(503);

        await gateway.EditAsync(
            "gateway.yaml",
            Yaml(target.Url, secondClient: true, more: limits).Replace("mapping: mapping", mapping, StringComparison.Ordinal)
        );
        await gateway.LogLineAsync(Reloaded);

        Assert.Equal(stays ? 503 : 200, (await gateway.GetAsync("Users/1")).Status);
        Assert.Equal(stays ? "open" : "closed", (string?)(await gateway.ReadyAsync()).Json!["targets"]!["app"]!["breaker"]);
    }

    [Fact]
    public async Task A_new_address_begins_with_a_breaker_of_its_own()
    {
        await using var bad = new FailingTarget(Reply.With(500));
        await using var good = new FailingTarget(Reply.With(200, User));
        await using var gateway = await StartAsync(bad.Url, Plain, "limits: { retries: 0, breakerCalls: 2, breakerTime: 1h }");
        for (int i = 0; i < 2; i++) (await gateway.GetAsync("Users/1")).IsScimError(500);
        (await gateway.GetAsync("Users/1")).IsScimError(503);

        await gateway.EditAsync("gateway.yaml", Yaml(good.Url, more: "limits: { retries: 0, breakerCalls: 2, breakerTime: 1h }"));
        await gateway.LogLineAsync(Reloaded);

        Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);
    }

    [Fact]
    public async Task A_gateway_that_ends_during_a_reload_ends_quietly()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        var gateway = await StartAsync(target.Url, Plain);

        var reload = gateway.Host.ReloadAsync();
        await gateway.DisposeAsync();
        await reload;

        Assert.DoesNotContain(gateway.LogLines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    private static Task<TestGateway> StartAsync(string url, string mapping, string more = "") => TestGateway.FromYamlAsync(
        Yaml(url, more: more),
        new Dictionary<string, string>
        {
            ["token"] = TestGateway.Token,
            ["second"] = "token-of-the-second",
            ["mapping/mapping.js"] = mapping,
        });

    private static string Yaml(string url, bool secondClient = false, string more = "") => $"""
        listen: http://127.0.0.1:0
        publicUrl: https://gw.example
        clients:
          - name: test
            profile: strict
            token: file:token
            target: app
        {(secondClient ? "  - { name: second, token: file:second, target: second }" : "")}
        targets:
          - name: app
            url: {url}
            auth: none
            mapping: mapping
            {more}
        {(secondClient ? $"  - {{ name: second, url: \"{url}\", auth: none }}" : "")}
        """;

    private static async Task<IReadOnlyList<int>> StatusesAsync(TestGateway gateway, CancellationToken stop)
    {
        var statuses = new List<int>();
        while (!stop.IsCancellationRequested)
        {
            var answer = await gateway.GetAsync("Users/1");
            // A torn body would be worse than a fault: each is read whole.
            Assert.Equal("ana", (string?)answer.Json?["userName"]);
            statuses.Add(answer.Status);
        }

        return statuses;
    }
}
