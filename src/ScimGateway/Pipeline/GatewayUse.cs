using ScimGateway.Runtime;
using ScimGateway.Scim.Errors;

namespace ScimGateway.Pipeline;

/// <summary>First step inside YARP's pipeline: holds the gateway that a request starts with until the request has ended, reloads
/// notwithstanding.</summary>
/// <remarks>Asks no service of the request: that would open a scope for every one.</remarks>
internal sealed class GatewayUse(CurrentGateway current)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var gateway = current.Enter()
            ?? throw new ScimException(503, null, "The gateway is starting, or it ends.") { RetryAfter = TimeSpan.FromSeconds(1) };
        try
        {
            await ArrivalMiddleware.InvokeAsync(context, gateway, next);
        }
        finally
        {
            gateway.Leave();
        }
    }
}
