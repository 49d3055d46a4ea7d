using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Running;

/// <summary>A destination that goes away has one line in the log, and one when it is back; YARP's own words have none.</summary>
public sealed class DestinationWatchTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(17);

    [Fact]
    public async Task A_destination_that_is_down_has_one_line_however_often_it_is_probed_and_one_when_it_is_back()
    {
        var clock = new ManualClock();
        var probes = Channel.CreateUnbounded<int>();
        string dead = $"http://127.0.0.1:{FreePort()}/scim/v2";
        await using var alive = await FakeTarget.StartAsync(async (context, _) =>
        {
            await context.AnswerAsync(200, "{}");
            probes.Writer.TryWrite(0);
        });
        await using var gateway = await StartAsync(clock, alive.Url, dead);

        await ProbeAsync(6);
        await using (await FakeTarget.StartAsync((context, _) => context.AnswerAsync(200, "{}"), new Uri(dead).Port))
            await ProbeAsync(3);
        await ProbeAsync(5);

        Assert.Equal(
            [Away(dead, "the connection was refused"), Back(dead), Away(dead, "the connection was refused")],
            gateway.LogLines
        );

        // The clock rings for a round only when the one before has been judged.
        async Task ProbeAsync(int rounds)
        {
            for (int i = 0; i < rounds; i++)
            {
                clock.Advance(Interval);
                await probes.Reader.ReadAsync();
                await clock.WaitedForAsync(1, Interval, Interval);
            }
        }
    }

    [Theory]
    [InlineData(401, "credentials refused")]
    [InlineData(500, "HTTP 500")]
    [InlineData(301, "redirect")]
    public async Task A_probe_that_is_answered_with_no_success_says_with_what(int status, string reason)
    {
        var clock = new ManualClock();
        await using var target = await FakeTarget.AnsweringAsync(status, "");
        await using var gateway = await StartAsync(clock, target.Url);

        for (int i = 0; i < 4; i++)
        {
            clock.Advance(Interval);
            await clock.WaitedForAsync(1, Interval, Interval);
        }

        Assert.Equal([Away(target.Url, reason)], gateway.LogLines);
    }

    [Fact]
    public async Task Calls_that_reach_nobody_are_told_once_and_so_is_the_first_that_does_again()
    {
        var clock = new ManualClock();
        string url = $"http://127.0.0.1:{FreePort()}/scim/v2";
        await using var gateway = await TestGateway.StartAsync(url, more: TestGateway.EachCallAlone, clock: clock);

        for (int i = 0; i < 30; i++) (await gateway.GetAsync("Users/1")).IsScimError(502);
        clock.Advance(TimeSpan.FromMinutes(3));
        (await gateway.GetAsync("Users/1")).IsScimError(502); // tried again, and still away
        await using var target = await FakeTarget.StartAsync(
            (context, _) => context.AnswerAsync(200, """{"id":"1"}"""),
            new Uri(url).Port
        );
        for (int i = 0; i < 2; i++) Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);

        Assert.Equal(
            [Away(url, "the connection was refused"), Back(url)],
            gateway.LogLines.Where(line => line.Contains("destination", StringComparison.Ordinal))
        );
        Assert.DoesNotContain(gateway.LogLines, line => line.Contains('\n', StringComparison.Ordinal));
    }

    private static string Away(string url, string reason) =>
        $"Warning The destination {url} of app is unhealthy ({reason}): it gets no calls while another is healthy";

    private static string Back(string url) => $"Information The destination {url} of app is healthy again";

    private static Task<TestGateway> StartAsync(ManualClock clock, params string[] urls) => TestGateway.FromYamlAsync($$"""
        listen: http://127.0.0.1:0
        clients: [ { name: test, token: file:token, target: app } ]
        targets: [ { name: app, urls: [{{string.Join(
            ", ",
            urls.Select(url => $"\"{url}\"")
        )}}], auth: none, health: { path: /Users, interval: {{Interval.TotalSeconds}}s } } ]
        """, new Dictionary<string, string> { ["token"] = TestGateway.Token }, clock);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
