using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using ScimGateway.Auditing;
using ScimGateway.Calls;
using ScimGateway.Configuration;
using ScimGateway.Replicas;
using ScimGateway.Replicas.Local;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Scimmy;
using ScimGateway.Time;

namespace ScimGateway.Tests.Running;

/// <summary>A clock that is set back makes nothing last longer.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Who may ask for the time of day, and what for. Durations are a matter of <see cref="MonotonicClock"/>.</summary>
    private static readonly Dictionary<string, string> AskForTheTimeOfDay = new(StringComparer.Ordinal)
    {
        ["Time/MonotonicClock.cs"] = "where a steady clock begins",
        ["Replicas/Local/CacheMemory.cs"] = "a steady clock's",
        ["Replicas/Redis/Availability.cs"] = "compared with the time that replicas seal into entries",
        ["Replicas/Redis/SealedEntries.cs"] = "sealed into entries that other replicas read",
        ["Auditing/StrangerRecords.cs"] = "a steady clock's",
        ["Pipeline/OfflineRoad.cs"] = "in a record that nobody keeps",
        ["Pipeline/AuditMiddleware.cs"] = "in the record",
        ["Deliveries/DeliveryRoad.cs"] = "in the record",
        ["Deliveries/OwedActs.cs"] = "in the record",
        ["Pipeline/Endpoints/Health.cs"] = "whether a token ends soon",
        ["Runtime/GatewayLoader.cs"] = "told to the operator",
        ["Runtime/DailyWarnings.cs"] = "whether a token ends soon",
        ["Commands/CheckCommand.cs"] = "whether a token ends soon",
        ["Calls/TargetTrouble.cs"] = "told to the operator",
        ["Calls/CircuitBreakers.cs"] = "a steady clock's",
        ["Calls/TargetPause.cs"] = "a steady clock's, of the traffic",
        ["Calls/RateLimit.cs"] = "a target's own moments, where it names no time of its own",
        ["Emulation/Changes/UnwrittenWarnings.cs"] = "a steady clock's",
        ["Emulation/Lists/ClientCursors.cs"] = "sealed into cursors, which outlive the process and go to other replicas",
    };

    [Fact]
    public void Nobody_asks_for_the_time_of_day_but_who_has_a_reason()
    {
        string source = Path.Combine(Repository.Root, "src/ScimGateway");
        var asking = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => Regex.IsMatch(File.ReadAllText(file), @"\bGetUtcNow\(\)", RegexOptions.None, TimeSpan.FromSeconds(5)))
            .Select(file => Path.GetRelativePath(source, file).Replace('\\', '/'));

        Assert.Equal(AskForTheTimeOfDay.Keys.Order(StringComparer.Ordinal), asking.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_breaker_that_is_open_lets_the_next_call_go_when_its_time_has_passed()
    {
        var clock = new ManualClock();
        int status = 503;
        await using var target = await FakeTarget.StartAsync(
            (context, _) => context.AnswerAsync(Volatile.Read(ref status), """{"id":"1","userName":"ana"}""")
        );
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            more: "    limits: { retries: 0, retryAfter: 0s, breakerCalls: 2, breakerTime: 10s }",
            clock: clock
        );
        while ((string?)(await gateway.ReadyAsync()).Json!["targets"]!["app"]!["breaker"] == "closed")
            await gateway.GetAsync("Users/1");

        clock.SetBack(Day);
        Volatile.Write(ref status, 200);
        clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);
    }

    [Fact]
    public async Task Records_of_strangers_are_told_one_by_one_again_in_the_next_minute()
    {
        var clock = new ManualClock();
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await TestGateway.StartAsync(target.Url, clock: clock);
        using var stranger = gateway.NewClient("a-wrong-token");
        for (int i = 0; i <= StrangerRecords.Single; i++) await stranger.GetAsync("Users");

        clock.SetBack(Day);
        clock.Advance(StrangerRecords.Window);
        await gateway.LogLineAsync("1 requests of unknown clients: 401 in 60000.0 ms");
        await stranger.GetAsync("Users");

        Assert.Equal(
            StrangerRecords.Single + 1,
            (await gateway.StopAndReadAuditAsync()).Count(record => (string?)record["operation"] == "GET")
        );
    }

    [Fact]
    public async Task A_pause_of_a_target_and_what_is_cached_end_in_their_time()
    {
        var clock = new ManualClock();
        using var traffic = new TargetTraffic("app", new TargetLimits(), clock, NullLogger<TargetTraffic>.Instance);
        await using var cache = new LocalCache(clock);
        var term = new CacheTerm(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5));
        traffic.Budget.Pause.Take(TimeSpan.FromSeconds(10), 429);
        await cache.RememberAsync("key", "value", term, default);

        clock.SetBack(Day);
        Assert.Equal("value", await cache.FindAsync("key", term, default));
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(traffic.Budget.Pause.Now);
        Assert.Null(await cache.FindAsync("key", term, default));
    }
}
