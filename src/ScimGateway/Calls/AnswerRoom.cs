using ScimGateway.Work;

namespace ScimGateway.Calls;

/// <summary>Room for a target's answer, before it is read. While it waits, the answer stays in the connection. That there is none
/// is no fault of the target; an answer to a change, which is made, takes what room there is.</summary>
internal sealed class AnswerRoom(WorkHold? work, TimeSpan patience, CancellationToken cancellation) : IBodyRoom
{
    public ValueTask ForBytesAsync(int bytes)
    {
        if (work is null) return default;
        long weight = Weights.OfAnswer(bytes);
        return work.TryTake(weight) ? default : work.TakeAsync(weight, patience, cancellation);
    }
}
