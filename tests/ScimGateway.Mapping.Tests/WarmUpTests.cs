namespace ScimGateway.Mapping.Tests;

public sealed class WarmUpTests
{
    private const string Script = """target({ User: { attributes: [map("title", "t", { write: v => v, read: v => refuse("No.") })], fromTarget: user => null.x } });""";

    [Fact]
    public void Every_function_is_called_and_may_refuse_the_sample() =>
        Assert.Equal(900, Mappings.Compile(Script).WarmUp(TimeProvider.System, TimeSpan.MaxValue));

    [Fact]
    public void It_ends_when_its_time_is_up() =>
        Assert.Equal(9, Mappings.Compile(Script).WarmUp(new Steps(TimeSpan.FromMilliseconds(100)), TimeSpan.FromSeconds(1)));

    [Fact]
    public void It_ends_when_nobody_waits_for_it() => Assert.Equal(
        0,
        Mappings.Compile(Script).WarmUp(TimeProvider.System, TimeSpan.MaxValue, new CancellationToken(canceled: true))
    );

    [Fact]
    public void A_mapping_without_functions_needs_none() =>
        Assert.Equal(0, Mappings.Compile("target({ User: {} });").WarmUp(TimeProvider.System, TimeSpan.MaxValue));

    /// <summary>A clock that goes on by a step each time somebody looks.</summary>
    private sealed class Steps(TimeSpan step) : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now += step.Ticks;
    }
}
