using System.Net;
using ScimGateway.Configuration;
using ScimGateway.Configuration.Loading;

namespace ScimGateway.Commands;

/// <summary><c>demo [--listen URL]</c>: runs the config and the mappings that are published beside the binary, in front of
/// simulated targets.</summary>
/// <remarks>The published file listens on loopback, and all rules are checked for it. Only then is the address replaced: with any
/// other config, literal tokens are refused on addresses that others can reach.</remarks>
internal static class DemoCommand
{
    /// <summary>The gateway's address on this machine.</summary>
    public const string Health = "http://127.0.0.1:8080/readyz";

    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "demo.yaml");

    /// <param name="listen">Where to listen; <see langword="null"/>: on loopback, in a container on all addresses, or no
    /// published port would reach it.</param>
    public static ConfigSource Source(Uri? listen, bool isInContainer) => new(Shipped, () => Read(listen, isInContainer));

    /// <summary>The base images of .NET set it.</summary>
    public static bool IsInContainer => Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") == "true";

    private static GatewayConfig Read(Uri? asked, bool isInContainer)
    {
        var shipped = GatewayConfigReader.Read(Shipped);
        var listen =
            asked ?? (isInContainer ? new UriBuilder(shipped.Listen) { Host = IPAddress.Any.ToString() }.Uri : shipped.Listen);
        return shipped with
        {
            Listen = listen,
            PublicUrl = OnThisMachine.Address(listen).AbsoluteUri.TrimEnd('/'),
            // It writes no file: the binary's folder may not be writable.
            Audit = shipped.Audit with { Enabled = false },
            State = new StateConfig(),
        };
    }
}
