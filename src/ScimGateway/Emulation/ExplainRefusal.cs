using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Scim.Patching;
using ScimGateway.Scim.Policies;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>A PATCH that the target refuses with 400 and no <c>scimType</c> (an HTML page): reads the resource, and where RFC 7644 section
/// 3.5.2 itself forbids the PATCH of it, says so in the RFC's words (<c>noTarget</c>, <c>mutability</c>). Else the target's own answer stays.</summary>
internal sealed class ExplainRefusal(ITarget inner, ResourceMapping mapping) : ITarget
{
    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation) =>
        request.Operation == ScimOperation.Patch ? PatchAsync(request, connection, cancellation) : inner.SendAsync(request, connection, cancellation);

    private async Task<ScimAnswer> PatchAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        try
        {
            return await inner.SendAsync(request, connection, cancellation);
        }
        catch (ScimException fault) when (fault is { Status: 400, Type: null, Reason: null })
        {
            if (await ReasonAsync(request, connection, cancellation) is { } reason) throw reason;
            throw;
        }
    }

    private async Task<ScimException?> ReasonAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        try
        {
            var read = await inner.SendAsync(request.ToRead(), connection, cancellation);
            PatchEngine.Apply(read.Resource!, request.Patch!, new ReadingRules(mapping.Type, request.Leniency, request.Limits));
            return null;
        }
        catch (ScimException fault)
        {
            // The read may fail as well: then there is nothing to add to what the target said.
            return fault is { Status: 400, Type: not null } ? fault : null;
        }
    }
}
