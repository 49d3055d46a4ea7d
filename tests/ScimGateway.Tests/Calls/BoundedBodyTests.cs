using System.IO.Compression;
using ScimGateway.Calls;

namespace ScimGateway.Tests.Calls;

/// <summary>A body is read to its end, decoded, and never past its limit.</summary>
public sealed class BoundedBodyTests
{
    [Theory]
    [InlineData(0, null, 0)]
    [InlineData(10, null, 10)]
    [InlineData(10, 10L, 10)]
    [InlineData(10, 3L, 10)]
    [InlineData(10, 100L, 100)]
    [InlineData(4_095, null, 9_000)]
    [InlineData(4_096, null, 9_000)]
    [InlineData(4_097, null, 9_000)]
    [InlineData(9_000, null, 9_000)]
    [InlineData(5_000_000, 5_000_000L, 6_000_000)]
    public async Task A_body_within_its_limit_is_whole(int length, long? announced, int limit)
    {
        byte[] body = Bytes(length);

        Assert.Equal(
            body,
            (await BoundedBody.ReadAsync(new MemoryStream(body), announced, limit, room: null, default))!.Value.ToArray()
        );
    }

    [Theory]
    [InlineData(1, null, 0)]
    [InlineData(11, null, 10)]
    [InlineData(11, 5L, 10)]
    [InlineData(100_000, null, 10)]
    public async Task A_body_past_its_limit_is_none(int length, long? announced, int limit) =>
        Assert.Null(await BoundedBody.ReadAsync(new MemoryStream(Bytes(length)), announced, limit, room: null, default));

    [Fact]
    public async Task A_length_past_the_limit_is_believed_and_nothing_is_read()
    {
        using var stream = new MemoryStream(Bytes(100));
        using var content = new StreamContent(stream) { Headers = { ContentLength = 11 } };

        Assert.Null(await BoundedBody.ReadAsync(content, 10, room: null, default));
        Assert.Equal(0, stream.Position);
        Assert.Equal(100, (await BoundedBody.ReadAsync(content, 111, room: null, default))!.Value.Length);
    }

    [Fact]
    public async Task A_length_that_is_the_limit_is_read()
    {
        using var content = new ByteArrayContent(Bytes(10)) { Headers = { ContentLength = 10 } };

        Assert.Equal(10, (await BoundedBody.ReadAsync(content, 10, room: null, default))!.Value.Length);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("X-GZIP")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("gzip, br")]
    [InlineData("identity")]
    public async Task A_coded_body_is_read_as_what_it_holds_and_bounded_by_that(string codings)
    {
        byte[] body = Bytes(1_000);
        using var content = new ByteArrayContent(codings.Split(", ").Aggregate(body, Coded));
        content.Headers.TryAddWithoutValidation("Content-Encoding", codings);

        Assert.Equal(body, (await BoundedBody.ReadAsync(content, 1_000, room: null, default))!.Value.ToArray());
    }

    [Fact]
    public async Task A_small_coded_body_that_holds_too_much_is_none()
    {
        using var content = new ByteArrayContent(Coded(new byte[100_000], "gzip")) { Headers = { ContentEncoding = { "gzip" } } };
        Assert.InRange(content.Headers.ContentLength!.Value, 1, 9_999);

        Assert.Null(await BoundedBody.ReadAsync(content, 10_000, room: null, default));
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(number => (byte)number)];

    private static byte[] Coded(byte[] body, string coding)
    {
        using var coded = new MemoryStream();
        using (Stream stream = coding.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(coded, CompressionLevel.Fastest),
            "br" => new BrotliStream(coded, CompressionLevel.Fastest),
            "deflate" => new ZLibStream(coded, CompressionLevel.Fastest),
            _ => new BufferedStream(coded),
        }) stream.Write(body);
        return coded.ToArray();
    }
}
