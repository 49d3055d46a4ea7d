using ScimGateway.Calls;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation.Changes;

/// <summary>400 <c>invalidFilter</c> for a filter on an attribute that the mapping drops: no resource has a value of it, and an
/// empty list would mean that there is no such user.</summary>
internal sealed class RefuseDropped(ITarget inner, ResourceMapping mapping) : TargetLayer(inner)
{
    protected override bool Concerns(ScimRequest request) => request.Operation == ScimOperation.List;

    /// <exception cref="ScimException"><c>invalidFilter</c>.</exception>
    protected override Task<ScimAnswer> AnswerAsync(ScimRequest request, CallContext context)
    {
        if (request.Query.Filter is { } filter && filter.Paths.FirstOrDefault(mapping.Drops) is { } dropped)
            throw ScimException.InvalidFilter(
                $"The target has no place for {dropped}, so that no {mapping.Type.Name} can be found by it."
            );
        return Inner.SendAsync(request, context);
    }
}
