namespace ScimGateway.Tests.Crippled;

/// <summary>One ability taken away from a server: refuses in its stead, asks it something else, or tells less than it
/// said.</summary>
/// <param name="call">What was asked.</param>
/// <param name="server">The server with this ability.</param>
internal delegate Task<ServerAnswer> Lack(ServerCall call, Func<ServerCall, Task<ServerAnswer>> server);
