using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary>PUT through a mapping that does not write all attributes of the target (<c>drop</c>, <c>readOnly</c>,
/// <c>on: "create"</c>): reads first, so that the PUT carries them as they are, because a target removes attributes that a PUT
/// leaves out (RFC 7644 section 3.5.1).</summary>
internal sealed class ReplaceInPlace(ITarget inner) : TargetLayer(inner)
{
    /// <summary>Whether a PUT must read first; a target whose PUT merges keeps these attributes by itself.</summary>
    public static bool IsNeeded(ResourceMapping mapping) =>
        mapping is { Can: { Put: true, PutMerges: false, Read: true }, LosesInReplace: true };

    protected override bool Concerns(ScimRequest request) => request is { Operation: ScimOperation.Replace, Previous: null };

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var read = await request.CurrentAsync(Inner, context);
        return await Inner.SendAsync(request with { Previous = read.Resource, PreviousOriginal = read.Original }, context);
    }
}
