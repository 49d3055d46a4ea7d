using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Capabilities;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Policies;
using ScimGateway.Stores;
using ScimGateway.Stores.Owed;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary>Lets the changes of one resource that read it first follow each other inside this process, so that two PATCHes that
/// become PUTs both survive. What the target does in one call by itself waits for these alone, and not for its like.</summary>
/// <param name="shared">Where other processes change resources of the target, too, a store that they share; <see
/// langword="null"/>: there are none.</param>
/// <param name="owed">What resources are owed; <see langword="null"/>: never anything.</param>
internal sealed class OneWriteAtATime(
    ITarget inner,
    string target,
    ResourceLocks turns,
    ResourceMapping mapping,
    OwedResources? owed = null,
    IStateStore? shared = null
) : TargetLayer(inner)
{
    private readonly TargetCapabilities can = mapping.Can;

    protected override bool Concerns(ScimRequest request) => LockOf(request) is not null;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        string id = LockOf(request)!;
        using var turn = await TakeAsync(id, request, context);
        if (shared is null || !ReadsFirst(request)) return await Inner.SendAsync(request, context);
        await using var across = await TakeAcrossAsync(shared, id, request, context);
        return await Inner.SendAsync(request, context);
    }

    private async Task<IAsyncDisposable> TakeAcrossAsync(
        IStateStore store, string id, ScimRequest request, CallContext context) =>
        await store.LockAsync($"{target}\n{request.Type.Endpoint}\n{id}", context.TimeLeft, context.Cancellation)
        ?? throw new ScimException(503, null, "Another process of the gateway is changing it at the target; send it again.")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
            Reason = "changed by another process",
        };

    private static string? LockOf(ScimRequest request) =>
        request.Operation is ScimOperation.Read or ScimOperation.List ? null : request.Id ?? NewName(request);

    // Two creates of one userName: the second must find the resource that the first has created.
    private static string? NewName(ScimRequest request) =>
        request.Resource?.UserName() is { } name ? "/new/" + name.ToLowerInvariant() : null;

    private async ValueTask<IDisposable> TakeAsync(string id, ScimRequest request, CallContext context)
    {
        using var deadline = Deadline.After(context.TimeLeft, context.Cancellation);
        try
        {
            return await turns.TakeAsync(request.Type.Endpoint, id, ReadsFirst(request), deadline.Token);
        }
        catch (OperationCanceledException fault) when (!context.Cancellation.IsCancellationRequested)
        {
            throw new ScimException(
                503,
                null,
                $"Too many changes of this resource wait for the target '{target}' already.",
                fault
            )
            { RetryAfter = TimeSpan.FromSeconds(1), Reason = "too many waiting" };
        }
    }

    // As TargetStack puts it together: whatever looks at the resource before it changes it, or changes it in several calls.
    private bool ReadsFirst(ScimRequest request) => owed?.MayOwe == true || AsksVersion(request) || request.Operation switch
    {
        ScimOperation.Create => true,
        ScimOperation.Replace => !can.Put || ReplaceInPlace.IsNeeded(mapping) || KeepUnsaid.IsPartial(request, mapping),
        ScimOperation.Patch => can
            is not { Patch: PatchStyle.PatchOp, ReplaceMembers: true, PatchOperations: null, PatchMembers: null }
            || request.Leniency.HasFlag(Leniency.CreateOnNoMatch)
            || !mapping.IsExact(request.Patch!),
        ScimOperation.Delete => can.Delete is DeleteStyle.Deactivate or DeleteStyle.Empty,
        _ => throw new InvalidOperationException($"{request.Operation} changes nothing."),
    };

    private bool AsksVersion(ScimRequest request) => request.IfMatch is not null && (!can.ETag || mapping.Defers);
}
