using ScimGateway.Calls;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Targets;

/// <summary>One SCIM server behind the gateway, spoken to in RFC words. Decorators of the same shape add what it lacks.</summary>
internal interface ITarget
{
    /// <exception cref="Scim.Errors.ScimException">Whatever went wrong, and whose fault it is.</exception>
    Task<ScimAnswer> SendAsync(ScimRequest request, CallContext context);
}
