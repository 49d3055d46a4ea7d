using ScimGateway.Calls;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Targets;

/// <summary>Gives a target something that it lacks. The law of all of them: a request that does not concern a layer goes on as it
/// came.</summary>
/// <param name="inner">The next one towards the target.</param>
internal abstract class TargetLayer(ITarget inner) : ITarget
{
    /// <summary>The next one towards the target.</summary>
    public ITarget Inner => inner;

    public Task<ScimAnswer> SendAsync(ScimRequest request, CallContext context) =>
        Concerns(request) ? AnswerAsync(request, context) : inner.SendAsync(request, context);

    /// <summary>Whether the layer has something to do with a request, or with its answer.</summary>
    protected abstract bool Concerns(ScimRequest request);

    /// <summary>Answers a request that concerns the layer.</summary>
    protected abstract Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context);
}
