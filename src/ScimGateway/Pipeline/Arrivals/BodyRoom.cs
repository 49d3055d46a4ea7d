using ScimGateway.Calls;
using ScimGateway.Scim.Errors;
using ScimGateway.Work;

namespace ScimGateway.Pipeline.Arrivals;

/// <summary>Reserves memory for a client's body, before it is read, and for its tree, before that is made.</summary>
internal sealed class BodyRoom(WorkHold? work, TimeSpan patience, CancellationToken cancellation) : IBodyRoom
{
    public ValueTask ForBytesAsync(int bytes) => TakeAsync(bytes);

    public ValueTask ForTreeAsync(ReadOnlyMemory<byte> body) => TakeAsync(Weights.OfBody(body.Span));

    private ValueTask TakeAsync(long bytes)
    {
        if (work is null) return default;
        return work.IsTooMuch(bytes) ? throw TooMuch(bytes) : work.TakeAsync(bytes, patience, cancellation);
    }

    private ScimException TooMuch(long bytes) => ScimException.TooLarge(
        $"The body takes {work!.Held + bytes} bytes of memory to work on, and one client may hold {work.Half} (half of limits.workBytes). Send less at a time.");
}
