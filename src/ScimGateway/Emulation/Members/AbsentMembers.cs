using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Members;

/// <summary>A 404 to a PATCH of the members of a group that can be read: it is about a member. A user to remove who is not a
/// member is removed already (Infisical). A user to add who does not exist at the target is the client's fault, and is named. As
/// a 404, the answer would mean that the group is gone.</summary>
internal sealed class AbsentMembers(ITarget inner, ResourceMapping mapping) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => IsOfMembers(request);

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        try
        {
            return await Inner.SendAsync(request, context);
        }
        catch (ScimException fault) when (fault.Status == 404)
        {
            var patch = request.Patch!;
            // 404 again where the group is gone.
            var read = await Inner.SendAsync(request.ToRead(), context);
            if (!HasRemoval(patch)) throw Named(fault, patch);
            return Membership.MayBeCut(read.Resource!, mapping)
                ? await EachAsync(request, context)
                : await WithoutAbsentAsync(request, read, fault, context);
        }
    }

    private async Task<ScimAnswer> WithoutAbsentAsync(
        ScimRequest request, ScimAnswer read, ScimException fault, CallContext context)
    {
        var members = Membership.Ids(read.Resource!);
        var operations = request.Patch!.Operations;
        members.UnionWith(Membership.Added(request.Patch));
        PatchOperation[] left = [.. operations.Where(operation => Removed(operation) is not { } id || members.Contains(id))];
        if (left.Length == operations.Count) throw Named(fault, request.Patch);
        return left.Length == 0 ? read : await NamingAsync(request with { Patch = new PatchRequest(left) }, context);
    }

    // The target does not show the members: each removal is sent by itself, and so are the operations between them.
    private Task<ScimAnswer> EachAsync(ScimRequest request, CallContext context)
    {
        var parts = Parts(request.Patch!).Select(part => request with { Patch = new PatchRequest(part) }).ToList();
        return parts.Count == 1 ? Task.FromResult(Done) : PatchParts.SendAsync(parts, part => HasRemoval(part.Patch!)
            ? RemovingAsync(part, context)
            : NamingAsync(part, context));
    }

    private async Task<ScimAnswer> RemovingAsync(ScimRequest removal, CallContext context)
    {
        try
        {
            return await Inner.SendAsync(removal, context);
        }
        catch (ScimException fault) when (fault.Status == 404)
        {
            return Done;
        }
    }

    private async Task<ScimAnswer> NamingAsync(ScimRequest request, CallContext context)
    {
        try
        {
            return await Inner.SendAsync(request, context);
        }
        catch (ScimException fault) when (fault.Status == 404)
        {
            throw Named(fault, request.Patch!);
        }
    }

    private static ScimAnswer Done => new() { Status = 204 };

    private static List<List<PatchOperation>> Parts(PatchRequest patch)
    {
        var parts = new List<List<PatchOperation>>();
        foreach (var operation in patch.Operations)
        {
            if (parts.Count == 0 || Removed(operation) is not null || Removed(parts[^1][^1]) is not null) parts.Add([]);
            parts[^1].Add(operation);
        }

        return parts;
    }

    /// <summary>The fault, if members were added, as the client's: one of them does not exist.</summary>
    private static ScimException Named(ScimException fault, PatchRequest patch)
    {
        string[] added = [.. Membership.Added(patch)];
        if (added.Length == 0) return fault; // it is about something else
        string? name = added is [var only] ? only : added.FirstOrDefault(id => Names(fault, id));
        string who = name is null ? $"one of the {added.Length} members that the PATCH adds" : $"the member '{name}'";
        return new ScimException(400, ScimType.InvalidValue, $"The target does not have {who}.", fault) { Said = fault.Said };
    }

    // Ids of one or two characters occur in many sentences.
    private static bool Names(ScimException fault, string id) =>
        id.Length > 2 && (fault.Said ?? fault.Message).Contains(id, StringComparison.Ordinal);

    private static bool IsOfMembers(ScimRequest request) => request is { Operation: ScimOperation.Patch, Patch: { } patch }
        && (HasRemoval(patch) || Membership.Added(patch).Any());

    private static bool HasRemoval(PatchRequest patch) => patch.Operations.Any(operation => Removed(operation) is not null);

    private static string? Removed(PatchOperation operation)
    {
        if (!operation.IsOfMembers() || operation.Verb != PatchVerb.Remove) return null;
        if (
            operation.Path is not { Attribute.SubName: null, Where: ComparisonFilter { Operator: ComparisonOperator.Eq } where }
        )
            return null;
        bool isOne = where is { Value.Kind: LiteralKind.String, Path: { Schema: null, Name: "value", SubName: null } };
        return isOne ? where.Value.Text : null;
    }
}
