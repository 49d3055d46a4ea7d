using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Versions;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary><c>If-Match</c> (RFC 7644 section 3.14) for a target that does not check it (optimistic lock): reads the resource,
/// compares, and refuses with 412 a change for another version. It stands inside <see cref="OneWriteAtATime"/>, so that no other
/// change of this process comes between. A version that the target itself has given is sent to it, too: it may check
/// again.</summary>
internal sealed class CheckVersion(ITarget inner) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) =>
        request is { IfMatch: not null, Operation: ScimOperation.Replace or ScimOperation.Patch or ScimOperation.Delete };

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var wanted = EntityTagList.Parse(request.IfMatch!, "If-Match");
        if (wanted.IsAny) return await Inner.SendAsync(request with { IfMatch = null }, context);
        var read = await request.CurrentAsync(Inner, context);
        if (!wanted.Names(read.Version))
            throw ScimException.PreconditionFailed(
                $"The {request.Type.Name} '{request.Id}' has another version than If-Match says: {read.Version}. Read it again."
            );
        return await Inner.SendAsync(request with
        {
            Current = read,
            IfMatch = read.IsVersionOfTarget ? read.Version!.ToString() : null,
        }, context);
    }
}
