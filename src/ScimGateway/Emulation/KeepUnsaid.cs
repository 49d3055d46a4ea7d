using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>A PUT of a client that leaves out what it does not mean to change (JumpCloud's minimal PUT), and one that clears something at a
/// target that keeps what a PUT leaves out: reads the resource, and replaces it by what it becomes when the PUT is read as a PATCH.</summary>
internal sealed class KeepUnsaid(ITarget inner, ResourceMapping mapping) : ITarget
{
    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        IsPartial(request, mapping) ? ReplaceAsync(request, connection, cancellation) : inner.SendAsync(request, connection, cancellation);

    /// <summary>Whether a PUT says only a part of what the resource becomes, so that the rest must be read.</summary>
    public static bool IsPartial(ScimRequest request, ResourceMapping mapping) => request is { Operation: ScimOperation.Replace, Previous: null }
        && (request.Leniency.HasFlag(Leniency.PartialReplace) || (mapping.Can.PutMerges && (request.Cleared.Count > 0 || mapping.KeepsElements)));

    private async Task<ScimAnswer> ReplaceAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        var read = await inner.SendAsync(request.ToRead(), connection, cancellation);
        var whole = Overlay.On(read.Resource!, request, mapping);
        return await inner.SendAsync(request with { Resource = whole, Previous = read.Resource, PreviousOriginal = read.Original }, connection, cancellation);
    }
}
