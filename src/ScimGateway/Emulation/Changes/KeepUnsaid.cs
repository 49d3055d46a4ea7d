using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary>A client's PUT that leaves out attributes which it does not mean to change (JumpCloud's minimal PUT), and one that
/// clears an attribute at a target that keeps what a PUT leaves out: reads the resource, applies the PUT to it like a PATCH, and
/// replaces it by the result.</summary>
internal sealed class KeepUnsaid(ITarget inner, ResourceMapping mapping) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => IsPartial(request, mapping);

    /// <summary>Whether a PUT has only a part of the resulting resource, so that the rest must be read.</summary>
    public static bool IsPartial(ScimRequest request, ResourceMapping mapping) =>
        request is { Operation: ScimOperation.Replace, Previous: null }
        && (
            request.Leniency.HasFlag(Leniency.PartialReplace)
            || (mapping.Can.PutMerges && (request.Cleared.Count > 0 || mapping.KeepsElements))
        );

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var read = await request.CurrentAsync(Inner, context);
        var whole = Overlay.On(read.Resource!, request, mapping);
        return await Inner.SendAsync(request with
        {
            Current = read,
            Resource = whole,
            Previous = read.Resource,
            PreviousOriginal = read.Original,
        }, context);
    }
}
