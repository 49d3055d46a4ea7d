using System.Net.Http.Headers;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Running;

/// <summary>The operator's listener: details for who has its token, and nothing of it where clients ask.</summary>
public sealed class ManageTests
{
    private const string OperatorToken = "token-of-the-operator";

    [Fact]
    public async Task It_tells_the_details_to_its_token_alone()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await StartAsync(target.Url);
        await gateway.ReadyAsync();

        var known = await AskAsync(gateway, "/readyz", OperatorToken);
        var stranger = await AskAsync(gateway, "/readyz", null);
        var client = await AskAsync(gateway, "/readyz", TestGateway.Token);

        Assert.Equal((200, "ready"), (known.Status, (string?)known.Json!["status"]));
        Assert.Equal("plain", (string?)known.Json["targets"]!["app"]!["mapping"]);
        Assert.Equal((401, ""), (stranger.Status, stranger.Text));
        Assert.Equal((401, ""), (client.Status, client.Text));
        Assert.Equal(200, (await AskAsync(gateway, "/healthz", null)).Status);
    }

    [Fact]
    public async Task Neither_listener_serves_what_is_the_other_s()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await StartAsync(target.Url);
        await gateway.ReadyAsync();

        var scim = await AskAsync(gateway, "/scim/v2/Users/1", OperatorToken);
        using var asClient = gateway.NewClient(OperatorToken);
        using var users = await asClient.GetAsync("Users/1");
        using var ready = await asClient.GetAsync("/readyz");

        Assert.Equal((404, ""), (scim.Status, scim.Text));
        Assert.Equal(401, (int)users.StatusCode);
        Assert.Equal("""{"status":"ready"}""", await ready.Content.ReadAsStringAsync());
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task A_stranger_hears_nothing_of_an_edit_that_is_refused_and_a_token_that_an_edit_changes_opens_no_more()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await StartAsync(target.Url);
        await gateway.ReadyAsync();

        await gateway.EditAsync(
            "gateway.yaml",
            await File.ReadAllTextAsync(Path.Combine(gateway.Folder, "gateway.yaml")) + "\nfoo: 1\n"
        );
        await gateway.LogLineAsync("The edited config cannot be used");
        var refused = await AskAsync(gateway, "/readyz", OperatorToken);
        using var anyone = gateway.NewClient(null);
        string strangers = await anyone.GetStringAsync("/readyz");
        int lines = gateway.LogLines.Count;
        await gateway.EditAsync("operator", "another-token-of-the-operator");
        await gateway.LogLineAsync("The edited config cannot be used", lines);
        var old = await AskAsync(gateway, "/readyz", OperatorToken);

        Assert.Contains("foo: is not a key here", (string?)refused.Json!["config"]!["fault"], StringComparison.Ordinal);
        Assert.Equal("""{"status":"ready"}""", strangers);
        Assert.Equal(401, old.Status);
    }

    [Fact]
    public async Task A_target_that_fails_is_told_with_since_when_how_often_and_why_until_it_answers()
    {
        var clock = new ManualClock();
        var first = clock.GetUtcNow() + TimeSpan.FromMinutes(1);
        int status = 503;
        await using var target = await FakeTarget.StartAsync(
            (context, _) => context.AnswerAsync(Volatile.Read(ref status), """{"id":"1","userName":"ana"}""")
        );
        await using var gateway = await StartAsync(target.Url, clock);

        clock.Advance(TimeSpan.FromMinutes(1));
        await gateway.GetAsync("Users/1");
        clock.Advance(TimeSpan.FromMinutes(1));
        await gateway.GetAsync("Users/1");
        Volatile.Write(ref status, 401);
        await gateway.GetAsync("Users/1");
        var failing = (await gateway.ReadyAsync()).Json!["targets"]!["app"]!["failing"]!;
        Volatile.Write(ref status, 404);
        await gateway.GetAsync("Users/1");

        Assert.Equal(
            (first.ToString("O"), 3, "credentials refused"),
            ((string?)failing["since"], (int?)failing["calls"], (string?)failing["because"])
        );
        Assert.Null((await gateway.ReadyAsync()).Json!["targets"]!["app"]!["failing"]);
    }

    private static Task<TestGateway> StartAsync(string url, TimeProvider? clock = null) => TestGateway.FromYamlAsync(
        $"""
        listen: http://127.0.0.1:0
        manage: {"{"} listen: "http://127.0.0.1:0", token: file:operator {"}"}
        clients: [ {"{"} name: test, token: file:token, target: app {"}"} ]
        targets:
          - name: app
            url: {url}
            auth: none
        {TestGateway.EachCallAlone}
        """,
        new Dictionary<string, string> { ["token"] = TestGateway.Token, ["operator"] = OperatorToken },
        clock);

    private static async Task<Answer> AskAsync(TestGateway gateway, string path, string? token)
    {
        using var client = new HttpClient { BaseAddress = new Uri(gateway.Host.ManageAddress!) };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.GetAsync(path);
        return await Answer.ReadAsync(answer);
    }
}
