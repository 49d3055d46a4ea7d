using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ScimGateway.Configuration;
using ScimGateway.Pipeline.Endpoints;

namespace ScimGateway;

/// <summary>Where the gateway listens: for clients, and for its operator.</summary>
internal static class Listeners
{
    public static void Open(KestrelServerOptions kestrel, GatewayConfig config)
    {
        Open(kestrel, config.Listen, _ => { });
        if (config.Manage is { } manage) Open(kestrel, manage.Listen, ManageEndpoint.Mark);
    }

    private static void Open(KestrelServerOptions kestrel, Uri address, Action<ListenOptions> configure)
    {
        if (address.Host == "localhost") kestrel.ListenLocalhost(address.Port, configure);
        else kestrel.Listen(IPAddress.Parse(address.Host.Trim('[', ']')), address.Port, configure);
    }
}
