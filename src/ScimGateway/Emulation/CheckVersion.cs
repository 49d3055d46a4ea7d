using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Versions;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary><c>If-Match</c> (RFC 7644 section 3.14) for a target that does not check it: reads the resource, compares, and refuses with
/// 412 what was made for another version. It stands inside <see cref="OneWriteAtATime"/>, so that in this process nothing comes
/// between. What the target itself has given as the version it gets, too: it may check again.</summary>
internal sealed class CheckVersion(ITarget inner) : ITarget
{
    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request is { IfMatch: not null, Operation: ScimOperation.Replace or ScimOperation.Patch or ScimOperation.Delete } ? WriteAsync(request, connection, cancellation) : inner.SendAsync(request, connection, cancellation);

    private async Task<ScimAnswer> WriteAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        var wanted = EntityTagList.Parse(request.IfMatch!, "If-Match");
        if (wanted.IsAny) return await inner.SendAsync(request with { IfMatch = null }, connection, cancellation);
        var read = await inner.SendAsync(request.ToRead(), connection, cancellation);
        if (!wanted.Names(read.Version))
            throw ScimException.PreconditionFailed($"The {request.Type.Name} '{request.Id}' has another version than If-Match says: {read.Version}. Read it again.");
        return await inner.SendAsync(request with { IfMatch = read.IsVersionOfTarget ? read.Version!.ToString() : null }, connection, cancellation);
    }
}
