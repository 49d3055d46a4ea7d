using Yarp.ReverseProxy.Configuration;

namespace ScimGateway.Bench.Servers;

/// <summary>YARP with one route, one destination, and nothing else: what a proxy costs that understands nothing.</summary>
internal static class BareYarp
{
    public static WebApplication Create(int port, Uri backend)
    {
        var builder = Backend.Quiet(WebApplication.CreateBuilder(), port);
        builder.Services.AddReverseProxy().LoadFromMemory([Everything], [Cluster(backend)]);
        var app = builder.Build();
        app.MapReverseProxy();
        return app;
    }

    private static RouteConfig Everything { get; } =
        new() { RouteId = "everything", ClusterId = "backend", Match = new RouteMatch { Path = "{**path}" } };

    private static ClusterConfig Cluster(Uri backend) => new()
    {
        ClusterId = "backend",
        Destinations = new Dictionary<string, DestinationConfig>(StringComparer.Ordinal)
        {
            ["one"] = new() { Address = backend.AbsoluteUri },
        },
    };
}
