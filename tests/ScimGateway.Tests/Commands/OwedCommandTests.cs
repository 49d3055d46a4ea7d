using System.Text.Json.Nodes;
using ScimGateway.Stores.Owed;
using ScimGateway.Stores.Sealing;
using ScimGateway.Stores.Tables;
using ScimGateway.Tests.Configuration;
using ScimGateway.Tests.Deliveries;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Commands;

/// <summary><c>scim-gateway owed</c>: at a gateway that runs, and at a store of one that does not.</summary>
public sealed class OwedCommandTests
{
    private const string Yaml = """
        clients: [ { name: okta, token: sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, target: app } ]
        targets: [ { name: app, url: "https://app.example/scim/v2", auth: { bearer: "env:NOT_HERE" } } ]
        """;

    [Fact]
    public async Task It_shows_what_a_running_gateway_knows()
    {
        await using var target = await FakeTarget.AnsweringAsync(404, "");
        await using var gateway = await TestGateway.StartAsync(target.Url);
        string config = Path.Combine(gateway.Folder, "gateway.yaml");
        var owing = new Owing(gateway);
        Assert.Equal((0, "Nothing is owed.\n"), Told(await CommandRun.OfAsync("owed", "--config", config)));
        await owing.AddAsync("1");
        owing.Wake();
        var lane = (await owing.UntilAsync(lanes => lanes[0].State == LaneState.Stopped))[0];

        var shown = await CommandRun.OfAsync("owed", "--config", config);
        var none = await CommandRun.OfAsync("owed", "--config", config, "--state", "ready");
        var json = await CommandRun.OfAsync(
            "owed", "--config", config, "--target", "app", "--state", "stopped", "--format", "json");

        Assert.Equal(
            (0, $"""
                app/{lane.Lane}: User 1 is owed manager since {Time(lane.Since)}, stopped
                    last attempt: HTTP 404
                    cause: {Owing.Cause} (okta)
                1 lane.

                """.ReplaceLineEndings("\n")),
            Told(shown));
        Assert.Equal("Nothing is owed.\n", none.Output);
        var only = JsonNode.Parse(json.Output)!["lanes"]!.AsArray().Single()!;
        Assert.Equal(
            ("stopped", "manager", 404, null),
            ((string?)only["state"], (string?)only["owes"]![0], (int?)only["lastStatus"], (string?)only["nextAttempt"]));
        Assert.DoesNotContain("boss", json.Output + shown.Output, StringComparison.Ordinal); // what is owed, and never its value
    }

    [Fact]
    public async Task A_retry_goes_to_the_running_gateway_and_is_recorded_with_who_and_why()
    {
        int status = 404;
        Owing? owing = null;
        await using var target = await FakeTarget.StartAsync(async (context, _) =>
        {
            int now = Volatile.Read(ref status);
            if (now == 200) await owing!.PayAsync("1");
            await context.AnswerAsync(now, """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ana"}""");
        });
        await using var gateway = await TestGateway.StartAsync(target.Url);
        string config = Path.Combine(gateway.Folder, "gateway.yaml");
        owing = new Owing(gateway);
        await owing.AddAsync("1");
        owing.Wake();
        string lane = $"app/{(await owing.UntilAsync(lanes => lanes[0].State == LaneState.Stopped))[0].Lane}";
        Volatile.Write(ref status, 200);

        var retried = await CommandRun.OfAsync("owed", "retry", lane, "--why", "the user is there again", "--config", config);
        await owing.UntilAsync(lanes => lanes.Count == 0);
        var again = await CommandRun.OfAsync("owed", "retry", lane, "--why", "once more", "--config", config);
        var records = await gateway.StopAndReadAuditAsync();

        Assert.Equal((0, $"{lane} (User 1 at app) is tried now.\n"), Told(retried));
        Assert.Equal(1, again.ExitCode);
        Assert.StartsWith($"There is no lane '{lane}'", again.Output, StringComparison.Ordinal);
        Assert.Equal(["deliver", "retry", "deliver"], records.Select(record => (string?)record["operation"]));
        var record = records[1];
        Assert.Matches(OperatingSystem.IsLinux() ? @"^uid \d+$" : ".", (string?)record["client"]);
        Assert.Equal(
            ("the user is there again", lane, Owing.Cause, "manager"),
            ((string?)record["why"], (string?)record["lane"], (string?)record["cause"], (string?)record["attributes"]![0]));
    }

    [Fact]
    public async Task Without_a_gateway_it_asks_the_store_itself()
    {
        using var folder = new TestFolder();
        folder.Write("gateway.yaml", TestGateway.State("sqlite:data/gateway.db") + "\n" + Yaml);
        folder.Write("state.key", TestGateway.StateKeyText);
        Assert.Equal((0, "Nothing is owed.\n"), Told(await CommandRun.OfAsync("owed", "--config", folder.ConfigPath)));
        Assert.False(File.Exists(folder.At("data/gateway.db")));
        await using (var store = StateStore.Sqlite(folder.At("data/gateway.db"), TimeProvider.System))
        {
            var tables = new StateTables(store, StateKeys.Random());
            var owed = new OwedValue("members", OwedKind.Members, "User", "ana", new JsonObject { ["value"] = "ana" });
            foreach (string id in (string[])["g1", "g2"])
                await tables.Owed("app", "Group").ChangeAsync(id, new OwedChange([], [owed], "cause", "okta"), default);
        }

        var shown = await CommandRun.OfAsync("owed", "--config", folder.ConfigPath, "--format", "json");
        string[] lanes = [.. JsonNode.Parse(shown.Output)!["lanes"]!.AsArray().Select(lane => (string)lane!["lane"]!)];
        var dropped = await CommandRun.OfAsync(
            "owed", "drop", lanes[0], "--why", "the group is not needed", "--config", folder.ConfigPath);
        var retried = await CommandRun.OfAsync("owed", "retry", lanes[1], "--why", "try", "--config", folder.ConfigPath);
        var left = await CommandRun.OfAsync("owed", "--config", folder.ConfigPath, "--format", "json");

        Assert.Equal((0, $"{lanes[0]} (Group g1 at app) is dropped: the target never gets members.\n"), Told(dropped));
        Assert.Equal((0, $"{lanes[1]} (Group g2 at app) is tried when a gateway runs.\n"), Told(retried));
        Assert.Equal([lanes[1]], JsonNode.Parse(left.Output)!["lanes"]!.AsArray().Select(lane => (string)lane!["lane"]!));
        Assert.Equal(
            [("drop", "the group is not needed"), ("retry", "try")],
            File.ReadAllLines(folder.At("data/audit.jsonl")).Select(line => JsonNode.Parse(line)!)
                .Select(record => ((string?)record["operation"], (string?)record["why"])));
    }

    [Fact]
    public async Task A_store_that_ended_with_its_gateway_is_told()
    {
        using var folder = new TestFolder();
        folder.Write("gateway.yaml", "state: memory\n" + Yaml);

        var shown = await CommandRun.OfAsync("owed", "--config", folder.ConfigPath);

        Assert.Equal(
            (1, "state: memory ends with the gateway, and leaves nothing to look at; write state: sqlite:PATH.\n"), Told(shown));
    }

    [Theory]
    [InlineData("seven", "x", "'seven' is no lane; scim-gateway owed names them, such as app/7.")]
    [InlineData("app/7", " ", "--why is empty; say why: it stands in the audit record.")]
    [InlineData("app/7", "x", "There is no lane 'app/7': what it held is paid, or was dropped. scim-gateway owed shows what there is.")]
    public async Task What_cannot_be_done_is_said(string lane, string why, string sentence)
    {
        using var folder = new TestFolder();
        folder.Write("gateway.yaml", Yaml);

        var run = await CommandRun.OfAsync("owed", "drop", lane, "--why", why, "--config", folder.ConfigPath);

        Assert.Equal((1, sentence + "\n"), Told(run));
    }

    private static (int, string) Told(CommandRun run) => (run.ExitCode, run.Output.ReplaceLineEndings("\n"));

    private static string Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString("O");
}
