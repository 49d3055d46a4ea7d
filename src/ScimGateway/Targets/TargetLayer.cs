using ScimGateway.Calls;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Targets;

/// <summary>A decorator that adds a feature that the target lacks. The law of all layers: a request that does not concern a layer
/// passes unchanged.</summary>
/// <param name="inner">The next one towards the target.</param>
internal abstract class TargetLayer(ITarget inner) : ITarget
{
    /// <summary>The next one towards the target.</summary>
    public ITarget Inner => inner;

    public Task<ScimAnswer> SendAsync(ScimRequest request, CallContext context) =>
        Concerns(request) ? AnswerAsync(request, context) : inner.SendAsync(request, context);

    /// <summary>Whether the request, or its answer, concerns the layer.</summary>
    protected abstract bool Concerns(ScimRequest request);

    /// <summary>Answers a request that concerns the layer.</summary>
    protected abstract Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context);
}
