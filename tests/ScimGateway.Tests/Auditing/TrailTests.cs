using ScimGateway.Configuration.Loading;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Auditing;

/// <summary>The promise of the trail: all of it, or the number of what is missing.</summary>
public sealed class TrailTests
{
    [Fact]
    public async Task Ten_thousand_exchanges_at_once_are_all_there_after_a_clean_stop_and_in_order()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var answered = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskAsync(gateway, 1250)));
        var records = (await gateway.StopAndReadAuditAsync()).Select(record => (string)record["correlationId"]!).ToList();

        Assert.Equal(10_000, records.Count);
        Assert.Equal(answered.SelectMany(ids => ids).Order(StringComparer.Ordinal), records.Order(StringComparer.Ordinal));
        var places = records
            .Select((id, place) => (id, place))
            .ToDictionary(pair => pair.id, pair => pair.place, StringComparer.Ordinal);
        Assert.All(answered, ids => Assert.Equal(ids.OrderBy(id => places[id]), ids));
    }

    [Fact]
    public async Task A_disk_that_is_full_stops_no_request_and_the_loss_is_counted_logged_and_shown()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, """{"id":"1"}""");
        await using var gateway = await TestGateway.StartAsync(target.Url, top: "audit: { file: /dev/full }");

        var answer = await gateway.GetAsync("Users/1");
        string line = await gateway.LogLineAsync("1 audit records are lost, 1 since the start");
        await gateway.GetAsync("Users/1");
        await gateway.LogLineAsync("1 audit records are lost, 2 since the start");
        var ready = await gateway.ReadyAsync();

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("Error ", line, StringComparison.Ordinal);
        Assert.Equal((200, 2), (ready.Status, (int?)ready.Json!["auditRecordsLost"]));
    }

    [Fact]
    public async Task A_trail_that_is_not_wanted_is_not_written()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, """{"id":"1"}""");
        await using var gateway = await TestGateway.StartAsync(target.Url, top: "audit: { enabled: false }");

        Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);

        Assert.Equal(0, (int?)(await gateway.ReadyAsync()).Json!["auditRecordsLost"]);
        Assert.False(Directory.Exists(Path.Combine(gateway.Folder, "data")));
    }

    [Fact]
    public async Task A_trail_that_is_there_already_is_continued()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, """{"id":"1"}""");
        await using var gateway = await TestGateway.StartAsync(target.Url);
        await gateway.GetAsync("Users/1");
        await gateway.StopAndReadAuditAsync();

        await using var next = await GatewayHost.StartAsync(
            ConfigSource.File(Path.Combine(gateway.Folder, "gateway.yaml")),
            Serilog.Core.Logger.None
        );
        using var client = new HttpClient { DefaultRequestHeaders = { { "Authorization", "Bearer " + TestGateway.Token } } };
        using var answer = await client.GetAsync(next.Address + "/scim/v2/Users/1");
        await next.DisposeAsync();

        Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(gateway.Folder, "data", "audit.jsonl"))).Length);
    }

    private static async Task<IReadOnlyList<string>> AskAsync(TestGateway gateway, int times)
    {
        var ids = new List<string>(times);
        for (int i = 0; i < times; i++)
        {
            using var answer = await gateway.Client.GetAsync("ServiceProviderConfig");
            ids.Add(answer.Headers.GetValues("X-Correlation-Id").Single());
        }

        return ids;
    }
}
