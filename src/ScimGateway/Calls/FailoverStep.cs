namespace ScimGateway.Calls;

/// <summary>Sends a call to the first destination that accepts it: one that refuses the connection, or whose circuit breaker is
/// open, has not seen the call.</summary>
internal sealed class FailoverStep(ICallStep next) : ICallStep
{
    public ValueTask<Attempt> SendAsync(Sending sending) =>
        sending.Context.Connection.Addresses.Count == 1 ? next.SendAsync(sending) : SendToAnyAsync(sending);

    private async ValueTask<Attempt> SendToAnyAsync(Sending sending)
    {
        var attempt = await next.SendAsync(sending);
        for (int others = sending.Context.Connection.Addresses.Count - 1; others > 0 && attempt.IsUnseen; others--)
        {
            sending.MoveOn();
            attempt = await next.SendAsync(sending);
        }

        return attempt;
    }
}
