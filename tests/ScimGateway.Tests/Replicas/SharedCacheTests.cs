using ScimGateway.Configuration;
using ScimGateway.Replicas;
using ScimGateway.Replicas.Redis;
using ScimGateway.Tests.Fixtures;
using Serilog;
using Serilog.Extensions.Logging;

namespace ScimGateway.Tests.Replicas;

/// <summary><c>cache: redis:…</c> against a real Redis, two of them as two replicas, by a clock that the test moves.</summary>
public sealed class SharedCacheTests : IAsyncLifetime
{
    private static readonly CacheTerm Term = new(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5));

    private readonly ManualClock clock = new();
    private readonly LogLines lines = new();
    private RedisProcess redis = null!;
    private SharedCache one = null!, other = null!;

    public async Task InitializeAsync()
    {
        redis = await RedisProcess.StartAsync();
        one = await OpenAsync();
        other = await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await one.DisposeAsync();
        await other.DisposeAsync();
        await redis.DisposeAsync();
    }

    private RedisConfig Config => new() { Host = "127.0.0.1", Port = redis.Port };

    private async Task<SharedCache> OpenAsync(string cursorKey = "the-key-of-all-replicas")
    {
        var logger = new LoggerConfiguration().MinimumLevel.Debug().WriteTo.Sink(lines).CreateLogger();
        var log = new SerilogLoggerFactory(logger);
        var cache = new SharedCache(Config, new Secret(cursorKey), clock, Logger(log));
        await cache.OpenAsync(CancellationToken.None);
        return cache;
    }

    private static Microsoft.Extensions.Logging.ILogger<SharedCache> Logger(SerilogLoggerFactory factory) =>
        Microsoft.Extensions.Logging.LoggerFactoryExtensions.CreateLogger<SharedCache>(factory);

    [Fact]
    public async Task What_one_remembers_the_other_finds_for_the_whole_term_and_not_longer()
    {
        await one.RememberAsync("key", "value", Term, default);

        clock.Advance(TimeSpan.FromSeconds(59));
        string? inTime = await other.FindAsync("key", Term, default);
        clock.Advance(TimeSpan.FromSeconds(2));

        string? late = await other.FindAsync("key", Term, default), own = await one.FindAsync("key", Term, default);

        Assert.Equal(("value", null, null), (inTime, late, own));
    }

    [Fact]
    public async Task What_one_forgets_the_other_does_not_find_once_its_own_memory_of_it_has_ended()
    {
        await one.RememberAsync("key", "value", Term, default);
        string? before = await other.FindAsync("key", Term, default);

        await one.ForgetAsync("key");
        string? own = await one.FindAsync("key", Term, default), remembered = await other.FindAsync("key", Term, default);
        clock.Advance(TimeSpan.FromSeconds(6));
        string? after = await other.FindAsync("key", Term, default);

        Assert.Equal(("value", null, "value", null), (before, own, remembered, after));
    }

    [Fact]
    public async Task What_is_not_there_is_not_remembered()
    {
        string? before = await other.FindAsync("key", Term, default);
        await one.RememberAsync("key", "value", Term, default);

        Assert.Equal((null, "value"), (before, await other.FindAsync("key", Term, default)));
    }

    [Fact]
    public async Task Neither_key_nor_value_can_be_read_in_Redis()
    {
        await one.RememberAsync("planted-key", "planted-value", Term, default);

        var content = await redis.ContentAsync();

        // The entry, and the probe's.
        Assert.Equal(2, content.Count);
        Assert.All(content.Keys, key => Assert.DoesNotContain("planted", key, StringComparison.OrdinalIgnoreCase));
        Assert.All(
            content.Values.SelectMany(fields => fields),
            field => Assert.DoesNotContain("planted", $"{field.Name} {field.Value}", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_entry_of_another_cursorKey_is_not_found()
    {
        await one.RememberAsync("key", "value", Term, default);
        await using var stranger = await OpenAsync("another-key");

        Assert.Null(await stranger.FindAsync("key", Term, default));
        Assert.Equal("value", await other.FindAsync("key", Term, default));
    }

    [Theory]
    [InlineData("a bit of it is turned")]
    [InlineData("it is cut")]
    [InlineData("it is empty")]
    [InlineData("it is not sealed")]
    public async Task A_value_that_was_tampered_with_is_none_and_that_is_said_once(string how)
    {
        await one.RememberAsync("key", "value", Term, default);
        await one.RememberAsync("key2", "value", Term, default);

        await redis.ChangeAsync((_, value) => how switch
        {
            "a bit of it is turned" => [.. value[..^1], (byte)(value[^1] ^ 1)],
            "it is cut" => value[..^1],
            "it is empty" => [],
            _ => "value"u8.ToArray(),
        });

        Assert.Null(await other.FindAsync("key", Term, default));
        Assert.Null(await other.FindAsync("key2", Term, default));
        Assert.StartsWith("Debug An entry of the shared", Assert.Single(lines.Lines), StringComparison.Ordinal);
        Assert.Equal("shared", other.State);
    }

    [Fact]
    public async Task A_value_under_the_key_of_another_is_none()
    {
        await one.RememberAsync("key", "value of key", Term, default);
        await one.RememberAsync("other", "value of other", Term, default);
        var values = await redis.ValuesAsync();

        await redis.ChangeAsync((key, _) => values.First(value => value.Key != key).Value);

        Assert.Null(await other.FindAsync("key", Term, default));
        Assert.Null(await other.FindAsync("other", Term, default));
    }

    [Fact]
    public async Task An_operation_that_is_not_answered_ends_after_50_ms_and_the_next_ones_do_not_wait()
    {
        await one.RememberAsync("key", "value", Term, default);
        await redis.FreezeAsync();

        var find = other.FindAsync("key", Term, default);
        await clock.WaitedForAsync(1, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(50));
        bool waited = !find.IsCompleted;
        clock.Advance(TimeSpan.FromMilliseconds(50));

        // The clock stands: what waited would wait for ever.
        Assert.Null(await find);
        Assert.Null(await other.FindAsync("another", Term, default));
        await other.RememberAsync("own", "memory", Term, default);
        await other.ForgetAsync("key");
        Assert.Equal(("memory", "away"), (await other.FindAsync("own", Term, default), other.State));
        Assert.True(waited);
        string away = $"Warning The shared cache at 127.0.0.1:{redis.Port} is away (no answer in time)";
        Assert.StartsWith(away, Assert.Single(lines.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_older_than_the_end_of_an_outage_is_not_believed_and_what_is_newer_is()
    {
        await one.RememberAsync("key", "old", Term, default);
        await redis.FreezeAsync();
        var find = other.FindAsync("key", Term, default);
        await clock.WaitedForAsync(1, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(50));
        clock.Advance(TimeSpan.FromMilliseconds(50));
        await find;

        await redis.ThawAsync();
        await ComeBackAsync();
        string? old = await other.FindAsync("key", Term, default);
        await one.RememberAsync("key", "new", Term, default);

        Assert.Equal((null, "new", "shared"), (old, await other.FindAsync("key", Term, default), other.State));
        Assert.EndsWith("is back", lines.Lines.Last(), StringComparison.Ordinal);
    }

    // Each second by the clock there is one probe; how many it takes is up to the connection.
    private async Task ComeBackAsync()
    {
        var back = lines.LineAsync("is back", 0);
        while (!back.IsCompleted)
        {
            var asked = clock.WaitedForAsync(1, TimeSpan.FromMilliseconds(900), TimeSpan.FromSeconds(1));
            if (await Task.WhenAny(back, asked) == asked && !back.IsCompleted) clock.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
