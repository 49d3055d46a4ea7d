using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Repeats;

/// <summary>A PATCH whose answer was lost. It is made whole or not at all (RFC 7644 section 3.5.2), so that reading the resource
/// tells: where the PATCH would change nothing any more it was done, and that is the answer; else it is sent once more. What
/// cannot be read, or does not tell, stays the fault it was.</summary>
/// <remarks>Sending it again blindly would be right by the RFC, which lets nobody add what is there; many servers add it
/// twice.</remarks>
internal sealed class RepeatPatch(ITarget inner, ResourceMapping mapping) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => request.Operation == ScimOperation.Patch;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        try
        {
            return await Inner.SendAsync(request, context);
        }
        catch (ScimException fault) when (Fates.Of(fault) == Fate.Unknown)
        {
            switch (await OutcomeAsync(request, context))
            {
                case (true, { } read): return read;
                case (false, not null): break;
                default: throw;
            }
        }

        return await Inner.SendAsync(request, context);
    }

    /// <returns>Whether it was done, and what is there now; <see langword="null"/>: nobody can tell.</returns>
    private async Task<(bool Done, ScimAnswer? Read)> OutcomeAsync(ScimRequest request, CallContext context)
    {
        try
        {
            var read = await Inner.SendAsync(request.ToRead(), context);
            if (request.Patch!.Operations.Any(Membership.IsOfMembers) && Membership.MayBeCut(read.Resource!, mapping))
                return default;
            var outcome = PatchEngine.Apply(
                read.Resource!,
                request.Patch!,
                new ReadingRules(mapping.Type, request.Leniency, request.Limits)
            );
            return (!outcome.Changed, read);
        }
        catch (ScimException fault) when (fault.Status != 404) // what is not there was not changed, and the client hears that
        {
            // Not known: the PATCH's own fault is what the client must hear, and the call of the read stands in the record.
            return default;
        }
    }
}
