using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Road;

/// <summary>Two <c>urls</c> of one target, of which one does not work.</summary>
public sealed class TwoDestinationsTests
{
    private const int Requests = 24;

    private static Task<TestGateway> StartAsync(string limits, params string[] urls) => TestGateway.FromYamlAsync($$"""
        listen: http://127.0.0.1:0
        clients: [ { name: test, token: file:token, target: app } ]
        targets: [ { name: app, urls: [{{string.Join(
            ", ",
            urls.Select(url => $"\"{url}\"")
        )}}], auth: none, limits: { {{limits}} } } ]
        """, new Dictionary<string, string> { ["token"] = TestGateway.Token });

    private static string User(int number, string title = "CTO") =>
        $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"u{{number}}","title":"{{title}}"}""";

    private static Task<Answer> SendAsync(TestGateway gateway, string method, int number) => method switch
    {
        "POST" => gateway.PostAsync("Users", User(number)),
        "PUT" => gateway.PutAsync($"Users/u{number}", User(number, "CEO")),
        "PATCH" => gateway.PatchAsync($"Users/u{number}", Bodies.Patch("""{"op":"replace","path":"title","value":"COO"}""")),
        "DELETE" => gateway.DeleteAsync($"Users/u{number}"),
        "LIST" => gateway.GetAsync(Bodies.Query("Users", $"userName eq \"u{number}\"")),
        _ => gateway.GetAsync($"Users/u{number}"),
    };

    /// <summary>Each method is the first that the gateway sends, so that it knows nothing yet. Without repeats, too: the call was
    /// not seen.</summary>
    [Theory]
    [InlineData("POST", "", "retries: 0")]
    [InlineData("PUT", "", "retries: 0")]
    [InlineData("PATCH", "", "retries: 0")]
    [InlineData("DELETE", "", "retries: 0")]
    [InlineData("GET", "", "retries: 0")]
    [InlineData("LIST", "", "retries: 0")]
    [InlineData("POST", "", "breakerCalls: 2, breakerTime: 1h")]
    [InlineData("PATCH", "", "breakerCalls: 2, breakerTime: 1h")]
    [InlineData("POST", "two more", "retries: 1")]
    public async Task No_request_fails_because_a_destination_refuses_connections(string method, string more, string limits)
    {
        var store = new SharedStore();
        using var dead = new ClosedPort();
        using var second = new ClosedPort();
        using var third = new ClosedPort();
        await using var alive = await FakeTarget.StartAsync(store.AnswerAsync);
        string[] others = more.Length == 0 ? [] : [second.Url, third.Url];
        await using var gateway = await StartAsync(limits, [dead.Url, .. others, alive.Url]);
        if (method != "POST")
            for (int number = 0; number < Requests; number++)
                store.Answer(new TargetRequest("POST", "/Users", new Dictionary<string, string>(), User(number)));

        var answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(number => SendAsync(gateway, method, number)));

        Assert.All(answers, answer => Assert.True(answer.Status < 300, answer.Text));
        if (method is "GET" or "LIST") return;
        Assert.Equal(
            Enumerable.Range(0, Requests).Select(number => $"{method} /Users/u{number}").Order(StringComparer.Ordinal),
            store
                .Writes.Where(write => write.StartsWith(method, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Take(2 * Requests)
        );
        if (method == "POST") Assert.Equal(Requests, store.Stored.Count);
    }

    [Theory]
    [InlineData("https://no-such-host.invalid/scim/v2")]
    [InlineData("TLS")]
    public async Task What_no_connection_was_made_for_goes_to_the_other_destination(string url)
    {
        var store = new SharedStore();
        await using var alive = await FakeTarget.StartAsync(store.AnswerAsync);
        await using var plain = await FakeTarget.AnsweringAsync(200, "{}"); // where TLS is expected
        string dead = url == "TLS" ? plain.Url.Replace("http:", "https:", StringComparison.Ordinal) : url;
        await using var gateway = await StartAsync("retries: 0", dead, alive.Url);

        for (int number = 0; number < Requests; number++) Assert.Equal(201, (await SendAsync(gateway, "POST", number)).Status);

        Assert.Equal(Requests, store.Stored.Count);
        Assert.Empty(plain.Requests);
    }

    [Fact]
    public async Task A_destination_that_drops_packets_leaves_time_for_the_other_one()
    {
        var store = new SharedStore();
        using var silent = new SilentPort();
        await using var alive = await FakeTarget.StartAsync(store.AnswerAsync);
        await using var gateway = await StartAsync("timeout: 6s, retries: 0", silent.Url, alive.Url);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => SendAsync(gateway, "POST", number)));

        Assert.All(answers, answer => Assert.True(answer.Status == 201, answer.Text));
        Assert.Equal(4, store.Stored.Count);
    }

    /// <summary>It may have done what it was asked: only what does no harm twice, or was looked up, goes to the other
    /// one.</summary>
    [Theory]
    [InlineData("GET", false)]
    [InlineData("PUT", false)]
    [InlineData("DELETE", false)]
    [InlineData("PATCH", false)]
    [InlineData("POST", false)]
    [InlineData("PUT", true)]
    [InlineData("DELETE", true)]
    [InlineData("PATCH", true)]
    [InlineData("POST", true)]
    public async Task What_ends_in_the_middle_goes_to_the_other_destination_where_that_is_safe(string method, bool isDone)
    {
        var store = new SharedStore();
        await using var broken = await FakeTarget.StartAsync((context, request) =>
        {
            if (isDone && request.Method != "GET") store.Answer(request);
            context.Abort();
            return Task.CompletedTask;
        });
        await using var alive = await FakeTarget.StartAsync(store.AnswerAsync);
        await using var gateway = await StartAsync("retryDelay: 1ms, breakerCalls: 100000", broken.Url, alive.Url);
        if (method != "POST")
            for (int number = 0; number < Requests; number++)
                store.Answer(new TargetRequest("POST", "/Users", new Dictionary<string, string>(), User(number)));

        var answers = new List<Answer>();
        for (int number = 0; number < Requests; number++) answers.Add(await SendAsync(gateway, method, number));

        // Of a POST that was done nobody can say so: the first fault is told, and nothing is doubled.
        Assert.All(
            answers,
            answer => Assert.True(answer.Status < 300 || (method == "POST" && isDone && answer.Status == 502), answer.Text)
        );
        if (method == "DELETE") Assert.Empty(store.Stored);
        else Assert.Equal(Requests, store.Stored.Count);
        if (method is "POST" or "PATCH")
            Assert.Equal(Requests, store.Writes.Count(write => write.StartsWith(method, StringComparison.Ordinal)));
        Assert.NotEmpty(broken.Requests);
    }

    [Fact]
    public async Task An_open_breaker_sends_its_calls_to_the_other_destination_and_the_last_one_is_told()
    {
        var store = new SharedStore();
        bool fails = true;
        await using var broken = await FakeTarget.StartAsync((context, _) => context.AnswerAsync(500));
        await using var other = await FakeTarget.StartAsync(
            (context, request) => fails ? store.AnswerAsync(context, request) : context.AnswerAsync(500)
        );
        await using var gateway = await StartAsync(
            "retries: 0, breakerCalls: 2, breakerPercent: 1, breakerTime: 1h",
            broken.Url,
            other.Url
        );
        while (broken.Requests.Count < 2) await gateway.GetAsync("Users");

        int asked = broken.Requests.Count;
        for (int number = 0; number < Requests; number++)
            Assert.Equal(201, (await gateway.PostAsync("Users", User(number))).Status);
        Assert.Equal((asked, Requests), (broken.Requests.Count, store.Stored.Count));

        fails = false;
        Answer answer;
        do answer = await gateway.GetAsync("Users");
        while (answer.Status == 500);
        answer.IsScimError(503);
        Assert.Equal(asked, broken.Requests.Count);
    }
}
