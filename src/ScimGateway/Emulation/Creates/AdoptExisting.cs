using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Creates;

/// <summary>A create of what is there already, where the mapping allows it (<c>create: { adopt: "userName" }</c>): looks it up by
/// its unique attribute, writes what the client says, keeps the rest, and answers 201 as if it were new. So a create whose answer
/// was lost can be sent again. What cannot be found, or not as the only one, or not be read, stays a 409.</summary>
/// <param name="known">For what is there already: it takes its turn with other changes of it, and keeps what is not said.</param>
internal sealed class AdoptExisting(ITarget inner, ITarget known, ResourceMapping mapping, AttributePath unique)
    : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => request.Operation == ScimOperation.Create;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        try
        {
            return await Inner.SendAsync(request, context);
        }
        catch (ScimException fault) when (fault.Status == 409 && mapping.Can.Read)
        {
            if (await FindAsync(request, context) is not { } id) throw;
            var adopted = await known.SendAsync(request.ToOverlay(id), context);
            return adopted with { Status = 201 };
        }
    }

    private async Task<string?> FindAsync(ScimRequest request, CallContext context)
    {
        if (ReferencePlace.Find(request.Resource!, unique)?.Value is not { } value) return null;
        var found = await NamedResource.FindAsync(list => Inner.SendAsync(list, context), mapping.Type, unique, value);
        return found?["id"]!.GetValue<string>();
    }
}
