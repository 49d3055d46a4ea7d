using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Filters;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>A removal of members that the target answers with 404 because one of them is no member (Infisical): the group is there, and who is
/// not in it is removed already. Told as 404, it would say that the group is gone.</summary>
internal sealed class RemoveAbsentMember(ITarget inner, ResourceMapping mapping) : ITarget
{
    public async Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        try
        {
            return await inner.SendAsync(request, connection, cancellation);
        }
        catch (ScimException fault) when (fault.Status == 404 && request.Patch?.Operations.Any(operation => Removed(operation) is not null) == true)
        {
            // 404 again where the group is gone.
            var read = await inner.SendAsync(request.ToRead(), connection, cancellation);
            if (!Membership.MayBeCut(read.Resource!, mapping)) return await WithoutAbsentAsync(request, read, fault, connection, cancellation);
            if (request.Patch!.Operations.All(operation => Removed(operation) is not null)) return await EachAsync(request, connection, cancellation);
            throw;
        }
    }

    private async Task<ScimAnswer> WithoutAbsentAsync(
        ScimRequest request, ScimAnswer read, ScimException fault, TargetConnection connection, CancellationToken cancellation)
    {
        var members = Membership.Ids(read.Resource!);
        var operations = request.Patch!.Operations;
        members.UnionWith(Membership.Added(request.Patch));
        PatchOperation[] left = [.. operations.Where(operation => Removed(operation) is not { } id || members.Contains(id))];
        if (left.Length == operations.Count) throw fault; // it is about something else
        return left.Length == 0 ? read : await inner.SendAsync(request with { Patch = new PatchRequest(left) }, connection, cancellation);
    }

    // Nobody shows who is in it: the target is asked for each.
    private async Task<ScimAnswer> EachAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        foreach (var operation in request.Patch!.Operations)
        {
            try
            {
                if (request.Patch.Operations.Count == 1) break; // it was asked for already
                await inner.SendAsync(request with { Patch = new PatchRequest([operation]), IfMatch = null }, connection, cancellation);
            }
            catch (ScimException fault) when (fault.Status == 404)
            {
                continue;
            }
        }

        return new ScimAnswer { Status = 204 };
    }

    private static string? Removed(PatchOperation operation)
    {
        if (!operation.IsOfMembers() || operation is not { Verb: PatchVerb.Remove, Path: { Attribute.SubName: null, Where: ComparisonFilter where } }) return null;
        bool isOne = where is { Operator: ComparisonOperator.Eq, Value.Kind: LiteralKind.String, Path: { Schema: null, Name: "value", SubName: null } };
        return isOne ? where.Value.Text : null;
    }
}
