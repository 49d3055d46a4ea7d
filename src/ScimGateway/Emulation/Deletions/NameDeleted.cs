using System.Text.Json.Nodes;
using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Stores.Remembered;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Deletions;

/// <summary>A rename that the target refuses because a deleted account, which it keeps, still has the name: the 409 names that
/// account (RFC 7644 section 3.6: a deleted resource is no conflict).</summary>
internal sealed class NameDeleted(ITarget inner, Tombstones tombstones) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => request.Operation is ScimOperation.Replace or ScimOperation.Patch;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        try
        {
            return await Inner.SendAsync(request, context);
        }
        catch (ScimException fault) when (fault.Status == 409 && Wanted(request) is not null)
        {
            if (await tombstones.IdOfAsync(Wanted(request)!, context.Cancellation) is not { } id || id == request.Id) throw;
            throw ScimException.Uniqueness(
                $"The {request.Type.Name} '{id}' still has this userName: it was deleted, and the target keeps it deactivated under its name. Rename it at the target, or say in the mapping how such a name is freed (deactivate: {{ userName: \"deleted-{{id}}\" }}).");
        }
    }

    private static string? Wanted(ScimRequest request) => request.Operation == ScimOperation.Replace
        ? request.Resource!.UserName()
        : request.Patch!.Operations.Select(operation => operation.Path switch
        {
            null => (operation.Value as JsonObject)?.UserName(),
            { Where: null, Attribute: { Schema: null, SubName: null } attribute }
                when attribute.Name.Equals("userName", StringComparison.OrdinalIgnoreCase) =>
                operation.Value?.ToString(),
            _ => null,
        }).LastOrDefault(name => !string.IsNullOrEmpty(name));
}
