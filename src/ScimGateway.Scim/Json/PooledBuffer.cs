using System.Buffers;

namespace ScimGateway.Scim.Json;

/// <summary>A buffer that grows in arrays of the shared pool, so that an answer of megabytes makes no garbage.</summary>
public sealed class PooledBuffer(int capacity = 4096) : IBufferWriter<byte>, IDisposable
{
    private byte[] rented = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>The number of bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes written; not to be used after <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Written => rented.AsMemory(0, Length);

    /// <summary>Counts bytes that were written into the last memory got.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Room for at least that many bytes, and for one.</summary>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return rented.AsMemory(Length);
    }

    /// <summary>Room for at least that many bytes, and for one.</summary>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return rented.AsSpan(Length);
    }

    /// <summary>Writes bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Clears it and keeps the array.</summary>
    public void Clear() => Length = 0;

    /// <summary>Replaces one byte that was written.</summary>
    internal void Put(int index, byte value) => rented.AsSpan(0, Length)[index] = value;

    /// <summary>Returns the array to the pool.</summary>
    public void Dispose()
    {
        Length = 0;
        ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref rented, []));
    }

    private void Ensure(int sizeHint)
    {
        int needed = Length + Math.Max(sizeHint, 1);
        if (needed <= rented.Length) return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, rented.Length * 2));
        rented.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(rented);
        rented = larger;
    }
}
