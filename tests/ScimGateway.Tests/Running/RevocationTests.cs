using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Running;

/// <summary>Revocation waits for nobody: what an edit removes or changes stops working although the rest of the edit is refused,
/// and nothing else of such an edit comes into use.</summary>
public sealed class RevocationTests
{
    private const string Reloaded = "The config was reloaded";
    private const string Refused = "The edited config cannot be used, the last good one goes on";
    private const string User = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ana"}""";

    [Theory]
    [InlineData("the client is taken out", "  - { name: bob, token: file:bob, target: app }\n", "")]
    [InlineData("its token is another", "token: file:bob", "token: file:other")]
    [InlineData("its token is misspelt", "token: file:bob", "token: fil:bob")]
    public async Task A_token_that_a_refused_edit_takes_away_is_refused_and_the_others_go_on(
        string how,
        string before,
        string after
    )
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await StartAsync(target.Url);
        Assert.Equal([200, 200], (await StatusesAsync(gateway, "token-of-ana", "token-of-bob")).AsEnumerable());

        await gateway.EditAsync("gateway.yaml", Yaml(target.Url).Replace(before, after, StringComparison.Ordinal) + "\nfoo: 1\n");
        await gateway.LogLineAsync(Refused);
        int[] refused = await StatusesAsync(gateway, "token-of-ana", "token-of-bob", "token-of-another");
        await gateway.EditAsync("gateway.yaml", Yaml(target.Url));
        await gateway.LogLineAsync(Reloaded);

        Assert.True(refused is [200, 401, 401], how);
        Assert.Equal([200, 200], (await StatusesAsync(gateway, "token-of-ana", "token-of-bob")).AsEnumerable());
        await gateway.LogLineAsync("bob GET: 401 (token withdrawn) in ");
    }

    [Fact]
    public async Task A_token_whose_file_is_deleted_or_emptied_counts_as_removed_and_holds_up_no_other_edit()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await StartAsync(target.Url);

        File.Delete(Path.Combine(gateway.Folder, "bob"));
        await gateway.LogLineAsync(Reloaded);
        await gateway.LogLineAsync($"Warning clients.bob.token: the file {Path.Combine(gateway.Folder, "bob")} is missing or empty, so that the token counts as removed");
        int[] deleted = await StatusesAsync(gateway, "token-of-ana", "token-of-bob", "");
        int lines = gateway.LogLines.Count;
        await gateway.EditAsync("ana", " \n");
        await gateway.LogLineAsync(Reloaded, lines);
        int[] emptied = await StatusesAsync(gateway, "token-of-ana", "token-of-bob");
        lines = gateway.LogLines.Count;
        await gateway.EditAsync("bob", "token-of-bob-again");
        await gateway.LogLineAsync(Reloaded, lines);

        Assert.Equal([200, 401, 401], deleted);
        Assert.Equal([401, 401], emptied);
        Assert.Equal(
            [401, 401, 200],
            (await StatusesAsync(gateway, "token-of-ana", "token-of-bob", "token-of-bob-again")).AsEnumerable()
        );
    }

    [Fact]
    public async Task One_broken_secret_does_not_keep_another_token_alive()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await StartAsync(target.Url);

        await gateway.EditAsync("ana", "short");
        await gateway.LogLineAsync(Refused);
        int lines = gateway.LogLines.Count;
        File.Delete(Path.Combine(gateway.Folder, "bob"));
        await gateway.LogLineAsync(Refused, lines);

        Assert.Equal([401, 401], (await StatusesAsync(gateway, "token-of-ana", "token-of-bob")).AsEnumerable());
    }

    [Theory]
    [InlineData("clients: [ this is broken\n")]
    [InlineData("cleints: []\n")]
    public async Task Of_a_file_that_cannot_be_read_at_all_nothing_is_taken_away_but_what_secret_files_say(string broken)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await StartAsync(target.Url);

        await gateway.EditAsync("gateway.yaml", broken);
        await gateway.LogLineAsync(Refused);
        int[] served = await StatusesAsync(gateway, "token-of-ana", "token-of-bob");
        int lines = gateway.LogLines.Count;
        await gateway.EditAsync("bob", "another-token-of-bob");
        await gateway.LogLineAsync(Refused, lines);

        Assert.Equal([200, 200], served);
        Assert.Equal(
            [200, 401, 401],
            (await StatusesAsync(gateway, "token-of-ana", "token-of-bob", "another-token-of-bob")).AsEnumerable()
        );
    }

    [Fact]
    public async Task A_target_s_secret_that_is_gone_is_sent_no_more_and_its_target_says_so()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await StartAsync(target.Url);

        File.Delete(Path.Combine(gateway.Folder, "target-token"));
        await gateway.LogLineAsync(Refused);
        using var client = gateway.NewClient("token-of-ana");
        var refused = await Answer.ReadAsync(await client.GetAsync("Users/1"));
        var details = (await gateway.ReadyAsync()).Json!;
        int calls = target.Requests.Count;
        int lines = gateway.LogLines.Count;
        await gateway.EditAsync("target-token", "a-new-secret-of-the-target");
        await gateway.LogLineAsync(Reloaded, lines);

        refused.IsScimError(503);
        Assert.Equal(
            "The gateway's credentials for the target 'app' were removed or changed, and are not used any more.",
            refused.Detail
        );
        Assert.Equal("withdrawn", (string?)details["targets"]!["app"]!["credentials"]);
        Assert.Equal(0, calls);
        Assert.Equal([200], (await StatusesAsync(gateway, "token-of-ana")).AsEnumerable());
        Assert.Equal("Bearer a-new-secret-of-the-target", target.Requests.Single().Headers["Authorization"]);
    }

    private static string Yaml(string url) => $"""
        listen: http://127.0.0.1:0
        clients:
          - {"{"} name: ana, token: file:ana, target: app {"}"}
          - {"{"} name: bob, token: file:bob, target: app {"}"}
        targets:
          - {"{"} name: app, url: "{url}", auth: {"{"} bearer: file:target-token {"}"} {"}"}
        """;

    private static Task<TestGateway> StartAsync(string url) => TestGateway.FromYamlAsync(Yaml(url), new Dictionary<string, string>
    {
        ["ana"] = "token-of-ana",
        ["bob"] = "token-of-bob",
        ["other"] = "token-of-another",
        ["target-token"] = "secret-of-the-target",
    });

    private static async Task<int[]> StatusesAsync(TestGateway gateway, params string[] tokens)
    {
        var statuses = new List<int>();
        foreach (string token in tokens)
        {
            using var client = gateway.NewClient(token.Length == 0 ? null : token);
            using var answer = await client.GetAsync("Users/1");
            statuses.Add((int)answer.StatusCode);
        }

        return [.. statuses];
    }
}
