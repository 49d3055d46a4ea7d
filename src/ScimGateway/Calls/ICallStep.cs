namespace ScimGateway.Calls;

/// <summary>One step of a call to a target. Each step calls the next one, in one direction: retry, failover, rate limit, circuit
/// breaker, HTTP.</summary>
internal interface ICallStep
{
    ValueTask<Attempt> SendAsync(Sending sending);
}
