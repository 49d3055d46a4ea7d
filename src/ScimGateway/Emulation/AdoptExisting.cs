using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>A create of what is there already, where the mapping allows it (<c>create: { adopt: "userName" }</c>): looks it up by its
/// unique attribute, writes what the client says, keeps the rest, and answers 201 as if it were new. So a create whose answer was lost can
/// be sent again. What cannot be found, or not as the only one, or not be read, stays a 409.</summary>
/// <param name="known">For what is there already: it takes its turn with other changes of it, and keeps what is not said.</param>
internal sealed class AdoptExisting(ITarget inner, ITarget known, ResourceMapping mapping, AttributePath unique) : ITarget
{
    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request.Operation == ScimOperation.Create ? CreateAsync(request, connection, cancellation) : inner.SendAsync(request, connection, cancellation);

    private async Task<ScimAnswer> CreateAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        try
        {
            return await inner.SendAsync(request, connection, cancellation);
        }
        catch (ScimException fault) when (fault.Status == 409 && mapping.Can.Read)
        {
            if (await FindAsync(request, connection, cancellation) is not { } id) throw;
            var adopted = await known.SendAsync(request.ToOverlay(id), connection, cancellation);
            return adopted with { Status = 201 };
        }
    }

    private async Task<string?> FindAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        if (ReferencePlace.Find(request.Resource!, unique)?.Value is not { } value) return null;
        var found = await NamedResource.FindAsync(list => inner.SendAsync(list, connection, cancellation), mapping.Type, unique, value);
        return found?["id"]!.GetValue<string>();
    }
}
