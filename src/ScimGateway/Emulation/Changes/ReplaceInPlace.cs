using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary>PUT through a mapping that does not write all that the target has (<c>drop</c>, <c>readOnly</c>, <c>on:
/// "create"</c>): reads first, so that the PUT carries it as it is, for a target takes what is left out for removed (RFC 7644
/// section 3.5.1).</summary>
internal sealed class ReplaceInPlace(ITarget inner) : TargetLayer(inner)
{
    /// <summary>Whether a PUT reads first what it must carry; a target whose PUT merges keeps it by itself.</summary>
    public static bool IsNeeded(ResourceMapping mapping) =>
        mapping is { Can: { Put: true, PutMerges: false, Read: true }, LosesInReplace: true };

    protected override bool Concerns(ScimRequest request) => request is { Operation: ScimOperation.Replace, Previous: null };

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var read = await request.CurrentAsync(Inner, context);
        return await Inner.SendAsync(request with { Previous = read.Resource, PreviousOriginal = read.Original }, context);
    }
}
