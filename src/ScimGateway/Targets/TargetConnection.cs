using ScimGateway.Auditing;

namespace ScimGateway.Targets;

/// <summary>What one exchange speaks to a target through: the destination and the HTTP client that YARP chose for it.</summary>
/// <param name="Gone">Cancelled when the client has hung up, and not when its time is over.</param>
internal sealed record TargetConnection(HttpMessageInvoker Client, string BaseAddress, Exchange Exchange, CancellationToken Gone);
