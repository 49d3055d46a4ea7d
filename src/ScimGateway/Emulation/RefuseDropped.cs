using ScimGateway.Mapping.Mappers;
using ScimGateway.Scim.Errors;
using ScimGateway.Scim.Messages;
using ScimGateway.Targets;

namespace ScimGateway.Emulation;

/// <summary>400 <c>invalidFilter</c> for a filter on an attribute that the mapping drops: nobody has a value of it, and an empty list would say
/// that nobody is there.</summary>
internal sealed class RefuseDropped(ITarget inner, ResourceMapping mapping) : ITarget
{
    public Task<ScimAnswer> SendAsync(ScimRequest request, TargetConnection connection, CancellationToken cancellation)
    {
        if (request is { Operation: ScimOperation.List, Query.Filter: { } filter } && filter.Paths.FirstOrDefault(mapping.Drops) is { } dropped)
            throw ScimException.InvalidFilter($"The target has no place for {dropped}, so that no {mapping.Type.Name} can be found by it.");
        return inner.SendAsync(request, connection, cancellation);
    }
}
