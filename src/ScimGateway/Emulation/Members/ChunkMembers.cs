using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Members;

/// <summary>PATCH of a group whose target accepts only a limited number of operations or members at a time (AWS: 100): one PATCH
/// after the other, in the client's order, each within the limits. Every one adds or removes, so that after a fault in between a
/// retry sends the rest, and no member is added twice.</summary>
internal sealed class ChunkMembers(ITarget inner, ResourceMapping mapping) : TargetLayer(inner)
{
    private readonly int mostOperations = mapping.Can.PatchOperations ?? int.MaxValue;
    private readonly int mostMembers = mapping.Can.PatchMembers ?? int.MaxValue;

    protected override bool Concerns(ScimRequest request) => request.Operation == ScimOperation.Patch;

    protected override Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        var parts = request is { Previous: not null, Resource: not null } ? Steps(request) : Parts(request);
        return parts.Count <= 1
            ? Inner.SendAsync(request, context)
            : PatchParts.SendAsync(parts, part => Inner.SendAsync(part, context));
    }

    private List<ScimRequest> Parts(ScimRequest request) =>
        [.. Chunks(request.Patch!.Operations.SelectMany(InPieces))
            .Select(chunk => request with { Patch = new PatchRequest(chunk) })];

    /// <summary>The difference of two groups, as several: the other changes with the first removed members, then the other
    /// removed members, then the added ones.</summary>
    private List<ScimRequest> Steps(ScimRequest request)
    {
        var steps = new List<ScimRequest>();
        var (now, wanted) = (request.Previous!, request.Resource!);
        var (are, stay) = (Membership.Ids(now), Membership.Ids(wanted));
        foreach (
            var gone in Membership
                .In(now)
                .Where(member => !stay.Contains(Membership.Id(member)))
                .ToList()
                .Chunk(Math.Min(mostMembers, mostOperations))
        )
            Step(Membership.In(now).Except(gone));
        foreach (
            var come in Membership.In(wanted).Where(member => !are.Contains(Membership.Id(member))).ToList().Chunk(mostMembers)
        )
            Step(Membership.In(now).Concat(come));
        if (steps.Count > 0) steps[^1] = steps[^1] with { Resource = wanted };
        return steps;

        void Step(IEnumerable<JsonObject> members)
        {
            var next = (JsonObject)wanted.DeepClone();
            next["members"] = new JsonArray([.. members.Select(member => member.DeepClone())]);
            // Values that the PATCH removes without a visible change are removed once.
            steps.Add(request with
            {
                Previous = now,
                Resource = next,
                Patch = steps.Count == 0 ? request.Patch : new PatchRequest([]),
            });
            now = next;
        }
    }

    /// <summary>As many operations with as many members as fit into one PATCH.</summary>
    private List<List<PatchOperation>> Chunks(IEnumerable<PatchOperation> operations)
    {
        var chunks = new List<List<PatchOperation>>();
        int members = 0;
        foreach (var operation in operations)
        {
            int own = Members(operation);
            if (chunks.Count == 0 || chunks[^1].Count == mostOperations || members + own > mostMembers)
            {
                chunks.Add([]);
                members = 0;
            }

            chunks[^1].Add(operation);
            members += own;
        }

        return chunks;
    }

    /// <summary>Splits a list of members that is too long for one PATCH. A replace begins with a replace; the rest is
    /// added.</summary>
    private IEnumerable<PatchOperation> InPieces(PatchOperation operation)
    {
        if (Members(operation) <= mostMembers) return [operation];
        return ((JsonArray)operation.Value!).Chunk(mostMembers).Select((piece, index) => operation with
        {
            Verb = index == 0 ? operation.Verb : PatchVerb.Add,
            Value = new JsonArray([.. piece.Select(member => member?.DeepClone())]),
        });
    }

    private static int Members(PatchOperation operation) =>
        !operation.IsOfMembers() ? 0 : operation is { Path.Where: null, Value: JsonArray several } ? several.Count : 1;
}
