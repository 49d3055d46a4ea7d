using System.Globalization;

namespace ScimGateway.Targets;

/// <summary>A whole body in memory, never more than its limit.</summary>
internal static class BoundedBody
{
    /// <summary>What an announced length is believed at once; who says more must send it first.</summary>
    private const int Believed = 4 * 1024 * 1024;

    /// <summary>A target's body, decoded. Its stream ends with the message that it belongs to.</summary>
    public static ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, int limit, CancellationToken cancellation)
    {
        long? announced = Announced(content);
        if (announced > limit) return new((ReadOnlyMemory<byte>?)null);
        var stream = content.ReadAsStream(cancellation);
        return ContentCoding.IsCoded(content)
            ? DecodedAsync(content, stream, limit, cancellation)
            : ReadAsync(stream, announced, limit, cancellation);
    }

    // As it was sent: the header's own property would make objects of it.
    private static long? Announced(HttpContent content) =>
        content.Headers.NonValidated.TryGetValues("Content-Length", out var values) && long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long length) ? length : null;

    private static async ValueTask<ReadOnlyMemory<byte>?> DecodedAsync(HttpContent content, Stream stream, int limit, CancellationToken cancellation)
    {
        await using var decoded = ContentCoding.Decoded(stream, content);
        try
        {
            return await ReadAsync(decoded, announced: null, limit, cancellation);
        }
        catch (InvalidOperationException fault)
        {
            throw new InvalidDataException("The answer is not what its content coding says.", fault); // as Brotli's decoder says it
        }
    }

    /// <summary>Reads to the end; <see langword="null"/> when there are more than <paramref name="limit"/> bytes.</summary>
    /// <param name="announced">The <c>Content-Length</c>; a chunked body has none.</param>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(Stream stream, long? announced, int limit, CancellationToken cancellation)
    {
        // One byte more than announced: the read that finds the end needs room.
        byte[] body = GC.AllocateUninitializedArray<byte>((int)Math.Min(Math.Min(announced ?? 4095, Believed), limit) + 1);
        int length = 0;
        while (true)
        {
            int read = await stream.ReadAsync(body.AsMemory(length), cancellation);
            if (read == 0) return body.AsMemory(0, length);
            length += read;
            if (length > limit) return null;
            if (length == body.Length) Array.Resize(ref body, (int)Math.Min(body.Length * 2L, limit + 1L));
        }
    }
}
