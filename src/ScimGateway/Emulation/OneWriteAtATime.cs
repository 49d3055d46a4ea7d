using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>Lets the changes of one resource that read it first follow each other inside this process, so that two PATCHes that become
/// PUTs both survive. What the target does in one call by itself waits for these alone, and not for its like.</summary>
internal sealed class OneWriteAtATime(ITarget inner, string target, ResourceTurns turns, ResourceMapping mapping) : ITarget
{
    private readonly TargetCapabilities can = mapping.Can;

    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request.Operation is not (ScimOperation.Read or ScimOperation.List) && (request.Id ?? NewName(request)) is { } name
            ? WriteAsync(name, request, connection, cancellation)
            : inner.SendAsync(request, connection, cancellation);

    // Two creates of one userName, of which the second must find what the first has made.
    private static string? NewName(ScimRequest request) => request.Resource?.UserName() is { } name ? "/new/" + name.ToLowerInvariant() : null;

    private async Task<ScimAnswer> WriteAsync(string id, ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        using var turn = await TakeAsync(id, request, connection, cancellation);
        return await inner.SendAsync(request, connection, cancellation);
    }

    private async ValueTask<IDisposable> TakeAsync(string id, ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        using var deadline = Deadline.After(connection.TimeLeft, cancellation);
        try
        {
            return await turns.TakeAsync(request.Type.Endpoint, id, ReadsFirst(request), deadline.Token);
        }
        catch (OperationCanceledException fault) when (!cancellation.IsCancellationRequested)
        {
            throw new ScimException(503, null, $"Too many changes of this resource wait for the target '{target}' already.", fault) { RetryAfter = TimeSpan.FromSeconds(1), Reason = "too many waiting" };
        }
    }

    // As TargetStack puts it together: whatever looks at the resource before it changes it, or changes it in several calls.
    private bool ReadsFirst(ScimRequest request) => (request.IfMatch is not null && !can.ETag) || request.Operation switch
    {
        ScimOperation.Create => true,
        ScimOperation.Replace => !can.Put || TargetStack.ReadsInReplace(mapping) || KeepUnsaid.IsPartial(request, mapping),
        ScimOperation.Patch => can is not { Patch: PatchStyle.PatchOp, ReplaceMembers: true, PatchOperations: null, PatchMembers: null }
            || request.Leniency.HasFlag(Leniency.CreateOnNoMatch) || !mapping.IsExact(request.Patch!),
        ScimOperation.Delete => can.Delete is DeleteStyle.Deactivate or DeleteStyle.Empty,
        _ => throw new InvalidOperationException($"{request.Operation} changes nothing."),
    };
}
