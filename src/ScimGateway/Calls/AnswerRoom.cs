using ScimGateway.Work;

namespace ScimGateway.Calls;

/// <summary>Reserves memory for a target's answer, before it is read. While it waits, the answer stays in the connection. A lack
/// of memory is not the target's fault. An answer to a change, which is done already, takes the memory that there is.</summary>
internal sealed class AnswerRoom(WorkHold? work, TimeSpan patience, CancellationToken cancellation) : IBodyRoom
{
    public ValueTask ForBytesAsync(int bytes)
    {
        if (work is null) return default;
        long weight = Weights.OfAnswer(bytes);
        return work.TryTake(weight) ? default : work.TakeAsync(weight, patience, cancellation);
    }
}
