using ScimGateway.Calls;
using ScimGateway.Emulation.Repeats;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Paths;
using ScimGateway.Stores.Remembered;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Creates;

/// <summary>The first call of a create that takes two, remembered until the second one is done: the client's repeat finds by it
/// what it has made already, and never what somebody else has made.</summary>
internal sealed class HalfCreates(ITarget inner, ResourceMapping mapping, BegunCreates begun)
{
    private readonly AttributePath? name = RepeatCreate.NameOf(mapping) is { } attribute
        ? new AttributePath(null, attribute.Name)
        : null;

    /// <summary>The id of the half that an earlier create of this name has made; <see langword="null"/>: there is none.</summary>
    public async Task<string?> IdOfAsync(ScimRequest create, CallContext context)
    {
        if (NameIn(create) is not { } value || await begun.FindAsync(value, context.Cancellation) is not { } before) return null;
        if (before.Id is not null) return before.Id;
        // The answer to the first call never came. Whoever has the name is the half only when nothing of it differs from what was
        // written.
        var there = await NamedResource.FindAsync(request => inner.SendAsync(request, context), mapping.Type, name!, value);
        return there is not null && HalfOf.Is(there, create.Resource!) ? there["id"]!.GetValue<string>() : null;
    }

    /// <summary>The first call.</summary>
    public async Task<ScimAnswer> BeginAsync(ScimRequest create, CallContext context)
    {
        if (NameIn(create) is not { } value) return await inner.SendAsync(create, context);
        await begun.BeginAsync(value, null, context.Cancellation);
        var answer = await FirstAsync(create, value, context);
        if (answer.Resource?["id"]?.GetValue<string>() is not { } id) return answer;
        try
        {
            await begun.BeginAsync(value, id, context.Cancellation);
            return answer;
        }
        catch (ScimException fault)
        {
            throw fault.After(
                $"The {create.Type.Name} was created with the id '{id}', but without its remaining attributes; create it again"
            );
        }
    }

    /// <summary>The last call is done, or nothing is left of the first.</summary>
    public Task EndAsync(ScimRequest create, CancellationToken cancellation) =>
        NameIn(create) is { } value ? begun.EndAsync(value, cancellation) : Task.CompletedTask;

    /// <summary>The client knows the resource by its id, and changes it: nobody's create goes on with it.</summary>
    public Task FoundAsync(string id, CancellationToken cancellation) => begun.EndOfAsync(id, cancellation);

    private async Task<ScimAnswer> FirstAsync(ScimRequest create, string value, CallContext context)
    {
        try
        {
            return await inner.SendAsync(create, context);
        }
        catch (ScimException fault) when (Fates.IsRefusal(fault))
        {
            await begun.EndAsync(value, context.Cancellation); // refused, and so not made: who has the name is somebody else
            throw;
        }
    }

    private string? NameIn(ScimRequest create) => name is null ? null : ReferencePlace.Find(create.Resource!, name)?.Value;
}
