using ScimGateway.Configuration;
using ScimGateway.Mapping.Mappers;

namespace ScimGateway.Calls;

/// <summary>Calls a target: composes the steps of a call, and returns its result.</summary>
internal sealed class TargetCalls
{
    private readonly ICallStep steps;
    private readonly TargetLimits limits;

    public TargetCalls(
        TargetConfig config,
        TargetMapping mapping,
        GatewayLimits limits,
        TargetTraffic traffic,
        TimeProvider clock
    )
    {
        this.limits = config.Limits;
        Faults = new TargetFaults(config.Name, mapping, TargetSecrets.Of(config.Auth), clock);
        ICallStep step = new HttpStep(config, mapping, limits, traffic, Faults, clock);
        step = new CircuitBreakerStep(step, traffic.Breakers, Faults);
        step = new RateLimitStep(step, traffic.Budget, Faults);
        step = new FailoverStep(step);
        steps = new RetryStep(step, config.Name, config.Limits, clock, traffic.Log);
    }

    public TargetFaults Faults { get; }

    /// <summary>Whether failed calls are retried at all.</summary>
    public bool Retries => limits.Retries > 0;

    /// <exception cref="Scim.Errors.ScimException">The target failed, refused the call, or its answer cannot be used.</exception>
    public async ValueTask<TargetReply> SendAsync(TargetCall call, CallContext context)
    {
        var last = await steps.SendAsync(new Sending(call, context, limits.RetryAfter));
        return last.Reply ?? throw last.Fault!;
    }
}
