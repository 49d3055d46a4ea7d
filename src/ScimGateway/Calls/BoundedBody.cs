using System.Globalization;

namespace ScimGateway.Calls;

/// <summary>A whole body in memory, never more than its limit.</summary>
internal static class BoundedBody
{
    /// <summary>A target's body, decoded. Its stream ends with the message that it belongs to.</summary>
    public static ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        HttpContent content,
        int limit,
        IBodyRoom? room,
        CancellationToken cancellation
    )
    {
        long? announced = Announced(content);
        if (announced > limit) return new((ReadOnlyMemory<byte>?)null);
        var stream = content.ReadAsStream(cancellation);
        return ContentCoding.IsCoded(content)
            ? DecodedAsync(content, stream, limit, room, cancellation)
            : ReadAsync(stream, announced, limit, room, cancellation);
    }

    // As it was sent: the header's own property would make objects of it.
    private static long? Announced(HttpContent content) =>
        content.Headers.NonValidated.TryGetValues("Content-Length", out var values)
        && long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long length)
            ? length
            : null;

    private static async ValueTask<ReadOnlyMemory<byte>?> DecodedAsync(
        HttpContent content,
        Stream stream,
        int limit,
        IBodyRoom? room,
        CancellationToken cancellation
    )
    {
        await using var decoded = ContentCoding.Decoded(stream, content);
        try
        {
            return await ReadAsync(decoded, announced: null, limit, room, cancellation);
        }
        catch (InvalidOperationException fault)
        {
            // the exception of Brotli's decoder
            throw new InvalidDataException("The answer is not what its content coding says.", fault);
        }
    }

    /// <summary>Reads to the end; <see langword="null"/> when there are more than <paramref name="limit"/> bytes.</summary>
    /// <param name="announced">The <c>Content-Length</c>; a chunked body has none.</param>
    /// <param name="room">Called before each array is made. The announced length is trusted, because its memory is counted.
    /// <see langword="null"/>: not counted.</param>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        Stream stream,
        long? announced,
        int limit,
        IBodyRoom? room,
        CancellationToken cancellation
    )
    {
        if (announced > limit) return null;
        // One byte more than announced: the read that finds the end needs a buffer.
        int first = (int)(announced ?? 4095) + 1;
        if (room is not null) await room.ForBytesAsync(first);
        byte[] body = GC.AllocateUninitializedArray<byte>(first);
        int length = 0;
        while (true)
        {
            int read = await stream.ReadAsync(body.AsMemory(length), cancellation);
            if (read == 0) return body.AsMemory(0, length);
            length += read;
            if (length > limit) return null;
            if (length < body.Length) continue;
            int larger = (int)Math.Min(body.Length * 2L, limit + 1L);
            if (room is not null) await room.ForBytesAsync(larger - body.Length);
            Array.Resize(ref body, larger);
        }
    }
}

/// <summary>Reserves memory for a body, before it is read.</summary>
internal interface IBodyRoom
{
    /// <exception cref="Scim.Errors.ScimException">There is no memory for it.</exception>
    ValueTask ForBytesAsync(int bytes);
}
