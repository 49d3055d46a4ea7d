using ScimGateway.Calls;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Stores.Owed;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Owed;

/// <summary>Second halves of creates that the target did not take (<c>ifUpdateFails: "owe"</c>).</summary>
internal sealed class OwedUpdates(OwedResources owed, ResourceMapping mapping, OwedSignal due)
{
    private readonly OwedOverlay overlay = new(mapping);

    /// <summary>Owes the whole resource: a later attempt replaces what was created by it.</summary>
    /// <returns>The resource as clients see it from now on.</returns>
    /// <exception cref="ScimException">503: it could not be remembered.</exception>
    public async Task<ScimAnswer> OweAsync(string id, ScimAnswer created, ScimRequest request, CallContext context)
    {
        var whole = new OwedValue("", OwedKind.Update, "", "", request.Resource!.DeepClone());
        var change = new OwedChange([], [whole], context.Exchange.CorrelationId, context.Exchange.Client);
        await owed.ChangeAsync(id, change, context.Cancellation);
        due.Set();
        if (created.HasResource) overlay.Lay(created.Resource!, [new OwedRow(id, whole, 0, 0, 0, "")]);
        return created with { Version = null, UnreadResource = null, Resource = created.Resource };
    }
}
