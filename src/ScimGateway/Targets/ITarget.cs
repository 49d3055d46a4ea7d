using ScimGateway.Calls;
using ScimGateway.Scim.Messages;

namespace ScimGateway.Targets;

/// <summary>One SCIM server behind the gateway, with an interface in RFC words. Decorators with the same interface add what it
/// lacks.</summary>
internal interface ITarget
{
    /// <exception cref="Scim.Errors.ScimException">Any failure, and who is at fault.</exception>
    Task<ScimAnswer> SendAsync(ScimRequest request, CallContext context);
}
