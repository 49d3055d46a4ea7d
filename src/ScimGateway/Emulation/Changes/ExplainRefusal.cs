using ScimGateway.Calls;
using ScimGateway.Emulation.Requests;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary>A PATCH that the target refuses with 400 and no <c>scimType</c> (an HTML page): reads the resource, and if RFC 7644
/// section 3.5.2 itself forbids this PATCH of it, answers with the RFC's error (<c>noTarget</c>, <c>mutability</c>). Otherwise
/// the target's own answer stays.</summary>
internal sealed class ExplainRefusal(ITarget inner, ResourceMapping mapping) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => request.Operation == ScimOperation.Patch;

    protected override async Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        try
        {
            return await Inner.SendAsync(request, context);
        }
        catch (ScimException fault) when (fault is { Status: 400, Type: null, Reason: null })
        {
            if (await ReasonAsync(request, context) is { } reason) throw reason;
            throw;
        }
    }

    private async Task<ScimException?> ReasonAsync(ScimRequest request, CallContext context)
    {
        try
        {
            var read = await Inner.SendAsync(request.ToRead(), context);
            PatchEngine.Apply(read.Resource!, request.Patch!, new ReadingRules(mapping.Type, request.Leniency, request.Limits));
            return null;
        }
        catch (ScimException fault)
        {
            // The read may fail as well: then the target's own answer stays.
            return fault is { Status: 400, Type: not null } ? fault : null;
        }
    }
}
