using ScimGateway.Emulation.Lists;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Tests.Emulation;

/// <summary>What a story over sockets cannot wait for.</summary>
public sealed class ClientCursorsTests
{
    private static readonly byte[] Key = new byte[32];

    [Fact]
    public void A_cursor_expires()
    {
        var clock = new Clock();
        var cursors = new ClientCursors(Key, TimeSpan.FromMinutes(10), clock);
        string cursor = cursors.Seal("40.abc", [1]);

        clock.Now += TimeSpan.FromMinutes(10);
        Assert.Equal("40.abc", cursors.Open(cursor, [1]));
        clock.Now += TimeSpan.FromMilliseconds(1);

        var fault = Assert.Throws<ScimException>(() => cursors.Open(cursor, [1]));
        Assert.Equal((400, ScimType.ExpiredCursor), (fault.Status, fault.Type));
        // Whoever may not use it is not told how old it is.
        Assert.Equal(ScimType.InvalidCursor, Assert.Throws<ScimException>(() => cursors.Open(cursor, [2])).Type);
    }

    [Fact]
    public void A_cursor_of_the_target_that_is_too_long_is_its_fault()
    {
        var cursors = new ClientCursors(Key, TimeSpan.FromMinutes(10), TimeProvider.System);
        string longest = new('x', 3000);

        Assert.Equal(longest, cursors.Open(cursors.Seal(longest, []), []));
        Assert.Equal(502, Assert.Throws<ScimException>(() => cursors.Seal(longest + longest, [])).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("0.a.b~c")]
    public void A_position_reads_as_it_was_written(string text) =>
        Assert.Equal(text.Length == 0 ? "0" : text, PagePosition.Parse(text).ToString());

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
