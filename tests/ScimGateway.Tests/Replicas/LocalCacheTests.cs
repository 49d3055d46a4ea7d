using ScimGateway.Replicas;
using ScimGateway.Replicas.Local;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Replicas;

/// <summary><c>cache: memory</c>, by a clock that the test moves.</summary>
public sealed class LocalCacheTests
{
    private static readonly CacheTerm Minute = new(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5));

    private readonly ManualClock clock = new();

    [Fact]
    public async Task An_entry_is_found_for_its_whole_term_and_not_longer()
    {
        await using var cache = new LocalCache(clock);
        await cache.RememberAsync("key", "value", Minute, default);

        clock.Advance(TimeSpan.FromSeconds(59));
        string? inTime = await cache.FindAsync("key", Minute, default);
        clock.Advance(TimeSpan.FromSeconds(2));
        string? late = await cache.FindAsync("key", Minute, default);

        Assert.Equal(("value", null), (inTime, late));
    }

    [Fact]
    public async Task An_entry_that_is_forgotten_is_not_found_and_its_neighbour_is()
    {
        await using var cache = new LocalCache(clock);
        await cache.RememberAsync("key", "value", Minute, default);
        await cache.RememberAsync("other", "kept", Minute, default);

        await cache.ForgetAsync("key");

        Assert.Null(await cache.FindAsync("key", Minute, default));
        Assert.Equal("kept", await cache.FindAsync("other", Minute, default));
    }

    [Fact]
    public async Task It_never_holds_more_than_its_bound()
    {
        await using var cache = new LocalCache(clock, entries: 10);
        for (int number = 0; number < 1000; number++) await cache.RememberAsync($"{number}", "value", Minute, default);

        int found = 0;
        for (int number = 0; number < 1000; number++)
            found += await cache.FindAsync($"{number}", Minute, default) is null ? 0 : 1;

        Assert.InRange(found, 0, 10);
    }

    [Fact]
    public async Task Keys_of_one_owner_or_kind_are_not_another_s_and_what_is_too_long_is_not_remembered()
    {
        await using var cache = new LocalCache(clock);
        var region = new CacheRegion(cache, "owner", "kind", Minute);
        await region.RememberAsync("key", "value", default);
        await region.RememberAsync("long", new string('x', 4097), default);

        Assert.Equal("value", await region.FindAsync("key", default));
        Assert.Null(await region.FindAsync("long", default));
        Assert.Null(await new CacheRegion(cache, "owner", "other", Minute).FindAsync("key", default));
        Assert.Null(await new CacheRegion(cache, "other", "kind", Minute).FindAsync("key", default));
    }
}
