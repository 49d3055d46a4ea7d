using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.References;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Stores.Owed;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Owed;

/// <summary>Pays what a resource is owed and can get by now, alone at it, before a change of it: an ordinary PATCH that the
/// layers below read like a client's. A PATCH without operations pays, and does nothing else. What a deleted resource was owed
/// goes with it.</summary>
internal sealed class PayOwed(
    ITarget inner, ResourceMapping mapping, ReferenceDirectory directory, OwedResources owed)
    : TargetLayer(inner)
{
    /// <summary>What one call pays: targets take so many members at a time, and the rest is as much work as a call.</summary>
    private const int Together = 100;

    private readonly OwedOverlay overlay = new(mapping);

    protected override bool Concerns(ScimRequest request) =>
        request.Operation is ScimOperation.Patch or ScimOperation.Replace or ScimOperation.Delete && owed.MayOwe;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var rows = await owed.OfAsync(request.Id!, context.Cancellation);
        if (rows.Count == 0) return await PassAsync(request, context);
        if (request.Operation == ScimOperation.Patch && rows.Any(row => row.Owed.Kind == OwedKind.Update))
            return await FinishAsync(request, rows, context);
        if (IsEmpty(request)) return await PayAsync(request, rows, context);
        if (request is { Operation: ScimOperation.Patch, IfMatch: null }) await TryAsync(request, rows, context);
        return await PassAsync(request, context);
    }

    private async Task<ScimAnswer> PassAsync(ScimRequest request, CallContext context)
    {
        if (IsEmpty(request)) return new ScimAnswer { Status = 204 };
        var answer = await Inner.SendAsync(request, context);
        if (request.Operation == ScimOperation.Delete) await owed.DeletedAsync(request.Id!, [request.Id!], context.Cancellation);
        return answer;
    }

    // The second half of a create, and what the client wants by now: clients saw it as whole.
    private async Task<ScimAnswer> FinishAsync(ScimRequest request, IReadOnlyList<OwedRow> rows, CallContext context)
    {
        var read = await request.CurrentAsync(Inner, context);
        var rules = new ReadingRules(mapping.Type, request.Leniency, request.Limits);
        var wanted = PatchEngine.Apply(read.Resource!, request.Patch!, rules).Resource;
        return await Inner.SendAsync(request with
        {
            Operation = ScimOperation.Replace,
            Resource = wanted,
            Patch = null,
            Current = null,
        }, Paying(context, rows.Where(row => row.Owed.Kind == OwedKind.Update)));
    }

    private async Task<ScimAnswer> PayAsync(ScimRequest request, IReadOnlyList<OwedRow> rows, CallContext context)
    {
        var answer = new ScimAnswer { Status = 204 };
        var due = await DueAsync(rows, context);
        foreach (var some in due.Chunk(Together))
            answer = await Inner.SendAsync(
                request with { Patch = new PatchRequest([.. Operations(some)]) },
                Paying(context, some)
            );
        return answer;
    }

    // A client's own change does not wait for it, and is not refused because of it.
    private async Task TryAsync(ScimRequest request, IReadOnlyList<OwedRow> rows, CallContext context)
    {
        try
        {
            await PayAsync(request with { Query = ResourceQuery.Empty, Current = null }, rows, context);
        }
        catch (ScimException)
        {
            // it stays owed, and the worker will tell what is wrong with it
        }
    }

    private async Task<List<OwedRow>> DueAsync(IReadOnlyList<OwedRow> rows, CallContext context)
    {
        var due = new List<OwedRow>();
        foreach (var group in rows.GroupBy(row => row.Owed.Path, StringComparer.Ordinal))
        {
            if (overlay.ReferenceOf(group.First().Owed) is not { } reference) continue;
            var found = await directory.ResolveAllAsync(reference, group.Select(row => row.Owed.WaitsName), context);
            due.AddRange(group.Where(row => found[row.Owed.WaitsName] is not null));
        }

        return due;
    }

    private IEnumerable<PatchOperation> Operations(IEnumerable<OwedRow> rows)
    {
        foreach (var group in rows.GroupBy(row => row.Owed.Path, StringComparer.Ordinal))
        {
            var reference = overlay.ReferenceOf(group.First().Owed)!;
            // The whole attribute: some targets overlook a part of one that is not there.
            var path = new PatchPath(reference.Path with { SubName = null });
            yield return reference.IsList
                ? new PatchOperation(PatchVerb.Add, path, new JsonArray([.. group.Select(row => row.Owed.Value?.DeepClone())]))
                : new PatchOperation(PatchVerb.Replace, path, Whole(group.First().Owed.Value, reference.Path.SubName));
        }
    }

    private static JsonNode? Whole(JsonNode? value, string? subName) =>
        subName is null ? value?.DeepClone() : new JsonObject { [subName] = value?.DeepClone() };

    private static CallContext Paying(CallContext context, IEnumerable<OwedRow> rows) =>
        context with { Paying = rows.Select(row => row.Version).ToHashSet() };

    private static bool IsEmpty(ScimRequest request) => request.Patch is { Operations.Count: 0 };
}
