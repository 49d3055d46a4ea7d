namespace ScimGateway.Configuration;

/// <summary>The address by which a program on this machine calls the gateway.</summary>
internal static class OnThisMachine
{
    /// <summary>The address itself; for all addresses (<c>0.0.0.0</c>, <c>[::]</c>) loopback.</summary>
    public static Uri Address(Uri listen) =>
        listen.Host.Trim('[', ']') is "0.0.0.0" or "::" ? new UriBuilder(listen) { Host = "127.0.0.1" }.Uri : listen;
}
