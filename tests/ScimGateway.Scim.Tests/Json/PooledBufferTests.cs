using System.Text;
using ScimGateway.Scim.Json;

namespace ScimGateway.Scim.Tests.Json;

public sealed class PooledBufferTests
{
    [Fact]
    public void What_was_written_stays_while_it_grows()
    {
        using var buffer = new PooledBuffer(16);
        var expected = new StringBuilder();
        for (int i = 0; i < 2_000; i++)
        {
            string text = $"{i},";
            expected.Append(text);
            buffer.Append(Encoding.ASCII.GetBytes(text));
        }

        Assert.Equal(expected.ToString(), Encoding.ASCII.GetString(buffer.Written.Span));
        Assert.Equal(expected.Length, buffer.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(5_000)]
    public void There_is_room_for_as_much_as_is_asked_and_for_one_byte(int sizeHint)
    {
        using var buffer = new PooledBuffer(16);
        buffer.Append(new byte[16]);
        Assert.True(buffer.GetMemory(sizeHint).Length >= Math.Max(sizeHint, 1));
        buffer.GetSpan(sizeHint)[0] = 7;
        buffer.Advance(1);
        Assert.Equal((17, 7), (buffer.Length, buffer.Written.Span[16]));
    }

    // At least as large again: an answer of megabytes is copied a few times, not once a kilobyte.
    [Fact]
    public void It_grows_by_doubling()
    {
        using var buffer = new PooledBuffer(1024);
        int room = buffer.GetSpan().Length;
        buffer.Append(new byte[room]);
        Assert.True(buffer.GetSpan().Length >= room);
    }

    [Fact]
    public void A_byte_that_was_written_can_be_replaced_and_none_beyond()
    {
        using var buffer = new PooledBuffer();
        buffer.Append("abc"u8);
        buffer.Put(2, (byte)'x');
        Assert.Equal("abx", Encoding.ASCII.GetString(buffer.Written.Span));
        Assert.Throws<IndexOutOfRangeException>(() => buffer.Put(3, 0));
    }

    [Fact]
    public void After_its_end_it_holds_nothing_and_ends_once()
    {
        var buffer = new PooledBuffer();
        buffer.Append("abc"u8);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Equal((0, 0), (buffer.Length, buffer.Written.Length));
    }
}
