using ScimGateway.Auditing;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Auditing;

/// <summary>Who has no token can neither fill the disk nor go unseen.</summary>
public sealed class StrangerTests
{
    [Fact]
    public async Task Requests_without_a_token_are_told_one_by_one_and_then_together_and_none_is_lost()
    {
        var clock = new ManualClock();
        await using var target = await FakeTarget.AnsweringAsync(200, """{"id":"1","userName":"ana"}""");
        await using var gateway = await TestGateway.StartAsync(target.Url, clock: clock);
        using var stranger = gateway.NewClient("a-wrong-token");

        for (int i = 0; i < StrangerRecords.Single + 40; i++)
            Assert.Equal(401, (int)(await stranger.GetAsync("Users")).StatusCode);
        Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);
        clock.Advance(StrangerRecords.Window);
        await gateway.LogLineAsync("40 requests of unknown clients: 401 in ");
        for (int i = 0; i < StrangerRecords.Single + 3; i++)
            Assert.Equal(401, (int)(await stranger.GetAsync("Users")).StatusCode);
        var records = await gateway.StopAndReadAuditAsync();

        Assert.Equal(2 * StrangerRecords.Single, records.Count(record => (string?)record["operation"] == "GET"));
        Assert.Equal(
            [40, 3],
            records.Where(record => (string?)record["operation"] == "folded").Select(record => (int)record["folded"]!)
        );
        Assert.Equal("test", (string?)Assert.Single(records, record => (string?)record["operation"] == "read")["client"]);
    }

    [Fact]
    public async Task The_trail_is_its_owner_s_alone()
    {
        if (OperatingSystem.IsWindows()) return; // which has no such modes
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await TestGateway.StartAsync(target.Url);

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(gateway.Folder, "data", "audit.jsonl"))
        );
    }
}
