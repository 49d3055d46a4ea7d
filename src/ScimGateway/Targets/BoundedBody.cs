using System.Buffers;

namespace ScimGateway.Targets;

/// <summary>A whole body in memory from the pool, never more than its limit.</summary>
internal sealed class BoundedBody : IDisposable
{
    /// <summary>What an announced length is believed at once; who says more must send it first.</summary>
    private const int Believed = 1024 * 1024;

    private byte[] rented;

    private BoundedBody(byte[] buffer, int length)
    {
        rented = buffer;
        Memory = buffer.AsMemory(0, length);
    }

    /// <summary>The bytes; not to be used after <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Memory { get; private set; }

    public static async Task<BoundedBody?> ReadAsync(HttpContent content, int limit, CancellationToken cancellation)
    {
        long? announced = content.Headers.ContentLength;
        if (announced > limit) return null;
        using var stream = await content.ReadAsStreamAsync(cancellation);
        return await ReadAsync(stream, announced, limit, cancellation);
    }

    /// <summary>Reads to the end; <see langword="null"/> when there are more than <paramref name="limit"/> bytes.</summary>
    /// <param name="announced">The <c>Content-Length</c>; a chunked body has none.</param>
    public static async Task<BoundedBody?> ReadAsync(Stream stream, long? announced, int limit, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Min(announced ?? 4095, Believed), limit) + 1);
        int length = 0;
        try
        {
            while (true)
            {
                int read = await stream.ReadAsync(buffer.AsMemory(length), cancellation);
                if (read == 0) break;
                length += read;
                if (length > limit)
                {
                    ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
                    return null;
                }

                if (length == buffer.Length) buffer = Grown(buffer, limit);
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            throw;
        }

        return new BoundedBody(buffer, length);
    }

    public void Dispose()
    {
        Memory = default;
        ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref rented, []), clearArray: false);
    }

    private static byte[] Grown(byte[] full, int limit)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(full.Length * 2L, limit + 1L));
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
