using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Repeats;

/// <summary>Retries a PATCH whose answer was lost. It is atomic (RFC 7644 section 3.5.2), so a read of the resource shows whether
/// it was done: if the PATCH would not change anything any more, the read resource is the answer; otherwise it is retried once.
/// If the read fails, or is not conclusive, the fault stays.</summary>
/// <remarks>A retry without the read would be right by the RFC, by which an existing value is not added; many servers add it
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

    /// <returns>Whether it was done, and the stored resource; <see langword="null"/>: unknown.</returns>
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
        catch (ScimException fault) when (fault.Status != 404) // a missing resource was not changed, and the client gets that
        {
            // Unknown: the client must get the PATCH's own fault, and the call of the read is in the audit record.
            return default;
        }
    }
}
