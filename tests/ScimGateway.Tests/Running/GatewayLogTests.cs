using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using ScimGateway.Configuration;
using ScimGateway.Runtime;
using ScimGateway.Tests.Auditing;

namespace ScimGateway.Tests.Running;

/// <summary>The log on the console of a real process: all of it, or the number of lines that are missing.</summary>
public sealed class GatewayLogTests
{
    private const string Yaml = """
        listen: http://127.0.0.1:0
        manage: { listen: http://127.0.0.1:0, token: literal-of-the-operator }
        clients: [ { name: okta, token: literal-token, target: app } ]
        targets: [ { name: app, url: sandbox:peakon } ]
        log: { format: json }
        """;

    [Fact]
    public async Task A_console_that_nobody_reads_blocks_no_request_and_each_line_is_written_at_the_end_or_counted()
    {
        using var folder = new ScratchFolder();
        folder.Write("gateway.yaml", Yaml);
        await using var gateway = GatewayProcess.Start(folder.Path);
        var (client, manager) = await ClientsAsync(gateway);
        using var one = client;
        using var other = manager;

        int sent = 0;
        while (await LostAsync(manager) == 0)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskAsync(client, 200)));
            sent += 8 * 200;
            Assert.True(sent < 10 * GatewayLog.Capacity, "No line was lost although nobody reads them.");
        }

        long lost = await LostAsync(manager);
        var (_, output, _) = await gateway.TerminateAsync();
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)
            .Where(line => line["Version"] is null) // of the start and the end
            .Select(line => (string?)line["Operation"]).ToList();

        Assert.All(lines, operation => Assert.Equal("discover", operation));
        Assert.Equal(sent, lines.Count + lost);
    }

    [Fact]
    public async Task A_console_that_cannot_be_written_to_stops_no_request_and_the_lines_are_counted()
    {
        using var folder = new ScratchFolder();
        folder.Write("gateway.yaml", Yaml);
        await using var gateway = GatewayProcess.StartInto(folder.Path, "/dev/full");
        var (client, manager) = await ClientsAsync(gateway);
        using var one = client;
        using var other = manager;

        await AskAsync(client, 3);
        long lost;
        do lost = await LostAsync(manager); while (lost < 4); // they are written off the road

        Assert.Equal(4, lost); // with that of the start
    }

    [Theory]
    [InlineData(LogLevel.Debug, "DBG INF WRN ERR")]
    [InlineData(LogLevel.Information, "INF WRN ERR")]
    [InlineData(LogLevel.Warning, "WRN ERR")]
    [InlineData(LogLevel.Error, "ERR")]
    public void Only_what_is_important_enough_is_written(LogLevel level, string levels)
    {
        var written = new Written(LogFormat.Text);
        using var logger = GatewayLog.Configured(new LogConfig { Level = level }).WriteTo.Sink(written).CreateLogger();

        logger.Debug("a");
        logger.Information("b");
        logger.Warning("c");
        logger.Error("d");

        Assert.Equal(
            levels,
            string.Join(' ', written.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[1]))
        );
    }

    [Fact]
    public void The_stack_of_a_fault_is_indented_and_its_message_forges_no_line()
    {
        var written = new Written(LogFormat.Text);
        using var logger = GatewayLog.Configured(new LogConfig()).WriteTo.Sink(written).CreateLogger();

        logger.Error(new InvalidOperationException("one\n12:00:00.000 INF two"), "It failed");

        string[] lines = written.Text.TrimEnd().Split('\n');
        Assert.EndsWith(" ERR It failed", lines[0].TrimEnd(), StringComparison.Ordinal);
        Assert.True(lines.Length > 2);
        Assert.All(lines[1..], line => Assert.StartsWith("    ", line, StringComparison.Ordinal));
    }

    private static async Task<(HttpClient Client, HttpClient Operator)> ClientsAsync(GatewayProcess gateway)
    {
        var manage = AddressIn(await gateway.ErrorLineAsync(line => line.StartsWith("manage", StringComparison.Ordinal)));
        var address = AddressIn(await gateway.ErrorLineAsync(GatewayProcess.IsCommand));
        return (
            new HttpClient { BaseAddress = address, DefaultRequestHeaders = { { "Authorization", "Bearer literal-token" } } },
            new HttpClient
            {
                BaseAddress = manage,
                DefaultRequestHeaders = { { "Authorization", "Bearer literal-of-the-operator" } },
            });
    }

    private static async Task AskAsync(HttpClient client, int times)
    {
        for (int i = 0; i < times; i++)
        {
            using var answer = await client.GetAsync("/scim/v2/ServiceProviderConfig");
            answer.EnsureSuccessStatusCode();
        }
    }

    private static Uri AddressIn(string line) => new(
        System.Text.RegularExpressions.Regex.Match(line, @"http://127\.0\.0\.1:\d+", default, TimeSpan.FromSeconds(1)).Value
    );

    // Also while it warms up, and says 503.
    private static async Task<long> LostAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/readyz");
        return (long)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["logLinesLost"]!;
    }
}
