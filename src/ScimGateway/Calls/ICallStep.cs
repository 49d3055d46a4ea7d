namespace ScimGateway.Calls;

/// <summary>One step of a call to a target. They stand in one direction, each over the next: retry, failover, rate limit, circuit
/// breaker, HTTP.</summary>
internal interface ICallStep
{
    ValueTask<Attempt> SendAsync(Sending sending);
}
