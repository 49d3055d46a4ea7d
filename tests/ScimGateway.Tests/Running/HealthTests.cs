using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ScimGateway.Pipeline.Endpoints;
using ScimGateway.Runtime;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Running;

public sealed class HealthTests
{
    [Fact]
    public async Task A_gateway_is_alive_and_ready_without_a_token_and_says_no_more_than_that()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await TestGateway.StartAsync(target.Url);
        using var anyone = gateway.NewClient(null);

        var alive = await Answer.ReadAsync(await anyone.GetAsync("/healthz"));
        var details = (await gateway.ReadyAsync()).Json!;
        var ready = await Answer.ReadAsync(await anyone.GetAsync("/readyz"));

        Assert.Equal((200, """{"status":"alive"}"""), (alive.Status, alive.Text));
        Assert.Equal((200, """{"status":"ready"}"""), (ready.Status, ready.Text));
        Assert.Equal(("ready", "in use"), ((string?)details["status"], (string?)details["config"]!["lastEdit"]));
        Assert.Equal(
            """{"destinations":1,"healthy":1,"breaker":"closed","mapping":"plain"}""",
            details["targets"]!["app"]!.ToJsonString()
        );
        Assert.Equal((0, 0), ((int?)details["auditRecordsLost"], (int?)details["logLinesLost"]));
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task A_gateway_that_starts_is_not_ready()
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddSingleton<CurrentGateway>().BuildServiceProvider(),
        };
        context.Response.Body = body;

        await Health.ReadyAsync(context);

        Assert.Equal(
            (503, """{"status":"not ready"}"""),
            (context.Response.StatusCode, System.Text.Encoding.UTF8.GetString(body.ToArray()))
        );
    }

    [Fact]
    public async Task The_root_says_what_answers_here_and_nothing_of_the_config()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await TestGateway.StartAsync(target.Url);
        using var stranger = gateway.NewClient(null);

        var answer = await Answer.ReadAsync(await stranger.GetAsync(new Uri("/", UriKind.Relative)));
        var posted = await gateway.PostAsync("/", "{}");

        Assert.Equal(200, answer.Status);
        Assert.Equal(["name", "what", "scim", "health", "docs"], answer.Json!.Select(member => member.Key));
        Assert.StartsWith("/scim/v2 ", (string?)answer.Json!["scim"], StringComparison.Ordinal);
        Assert.DoesNotContain("app", answer.Json!.ToJsonString(), StringComparison.Ordinal); // the target's name
        posted.IsScimError(404);
        await gateway.LogOfAsync(posted); // a line of the GET would stand before it
        Assert.DoesNotContain(gateway.LogLines, line => line.Contains("GET", StringComparison.Ordinal));
        Assert.Empty(target.Requests);
    }

    [Theory]
    [InlineData("/scim")]
    [InlineData("/scim/v1/Users")]
    [InlineData("/healthz/deep/../../favicon.ico")]
    public async Task What_is_no_SCIM_path_is_a_SCIM_404(string path)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var answer = await gateway.GetAsync(path);

        answer.IsScimError(404);
        Assert.Equal("application/scim+json", answer.MediaType);
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task A_single_destination_that_refuses_connections_shows_but_never_locks_itself_out()
    {
        int port = FreePort();
        await using var gateway = await TestGateway.StartAsync(
            $"http://127.0.0.1:{port}/scim/v2",
            more: TestGateway.EachCallAlone
        );

        for (int i = 0; i < 12; i++) (await gateway.GetAsync("Users/1")).IsScimError(502);
        var ready = await gateway.ReadyAsync();
        await using var target = await FakeTarget.StartAsync((context, _) => context.AnswerAsync(200, """{"id":"1"}"""), port);

        Assert.Equal(
            (1, 0),
            ((int?)ready.Json!["targets"]!["app"]!["destinations"], (int?)ready.Json["targets"]!["app"]!["healthy"])
        );
        Assert.Equal(200, ready.Status);
        Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);
    }

    [Fact]
    public async Task Of_two_destinations_the_one_that_refuses_connections_is_left_out()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, """{"id":"1"}""");
        await using var gateway = await TestGateway.FromYamlAsync($"""
            listen: http://127.0.0.1:0
            clients: [ {"{"} name: other, token: file:other, target: alone {"}"}, {"{"} name: test, token: file:token, target: app {"}"} ]
            targets:
              - {"{"} name: alone, url: "{target.Url}", auth: none {"}"}
              - {"{"} name: app, urls: ["{target.Url}", "http://127.0.0.1:{FreePort()}/scim/v2"], auth: none {"}"}
            """, new Dictionary<string, string> { ["token"] = TestGateway.Token, ["other"] = "token-of-another" });

        int asked = 0;
        for (; (int?)(await gateway.ReadyAsync()).Json!["targets"]!["app"]!["healthy"] == 2 && asked < 100; asked++)
            Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);

        Assert.InRange(asked, 10, 40);
        for (int i = 0; i < 20; i++) Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);
    }

    [Fact]
    public async Task HTTP_faults_of_a_target_are_its_users_affair_and_not_its_health()
    {
        await using var target = new FailingTarget(Reply.With(500));
        await using var gateway = await TestGateway.StartAsync(target.Url);

        for (int i = 0; i < 12; i++) (await gateway.GetAsync("Users/1")).IsScimError(500);

        Assert.Equal(1, (int?)(await gateway.ReadyAsync()).Json!["targets"]!["app"]!["healthy"]);
    }

    [Fact]
    public async Task A_target_is_asked_for_its_health_with_its_own_credentials_and_with_new_ones_after_an_edit()
    {
        var probes = System.Threading.Channels.Channel.CreateUnbounded<string?>();
        await using var target = await FakeTarget.StartAsync(async (context, request) =>
        {
            if (request.PathAndQuery == "/ServiceProviderConfig")
                probes.Writer.TryWrite(request.Headers.GetValueOrDefault("Authorization"));
            await context.AnswerAsync(200, "{}");
        });
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            more: "    health: { path: /ServiceProviderConfig, interval: 1s }"
        );

        Assert.Equal("Bearer secret-of-the-target", await probes.Reader.ReadAsync());
        await gateway.EditAsync("target-token", "a-newer-secret");
        await gateway.LogLineAsync("The config was reloaded");
        while (await probes.Reader.ReadAsync() != "Bearer a-newer-secret") continue;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
