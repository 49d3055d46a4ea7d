using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using ScimGateway.Configuration;

namespace ScimGateway.Control;

/// <summary>Listens at the control socket while the gateway runs. Without it the gateway serves all the same, and says
/// so.</summary>
internal sealed partial class ControlServer(GatewayConfig config, ControlEndpoint endpoint, ILogger<ControlServer> log)
    : IHostedLifecycleService, IAsyncDisposable
{
    private const int MostBytes = 64 * 1024;

    private ControlSocket? socket;
    private WebApplication? server;

    /// <summary>When the gateway listens: one that cannot start takes no other one's place.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        // Where there is no folder nothing is kept, and a command would find nothing.
        if (ControlSocket.PathOf(config) is not { } path || !Directory.Exists(Path.GetDirectoryName(path))) return;
        try
        {
            socket = ControlSocket.Take(path);
            server = Listening(socket);
            await server.StartAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            LogWithout(log, fault.Message);
            await DisposeAsync();
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref server, null) is { } listening) await listening.DisposeAsync();
        Interlocked.Exchange(ref socket, null)?.Dispose();
    }

    // A server of its own: nothing of the road, of its limits or its addresses is shared.
    private WebApplication Listening(ControlSocket own)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBytes;
            kestrel.ListenUnixSocket(own.Path, listener => listener.Protocols = HttpProtocols.Http1);
        });
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = _ => own.Bound());
        builder.Services.AddSingleton<IHostLifetime, OwnerLifetime>();
        var built = builder.Build();
        built.Run(endpoint.AnswerAsync);
        return built;
    }

    [LoggerMessage(1, LogLevel.Warning, "There is no control socket, so that commands such as scim-gateway owed retry do not reach this gateway: {Why}")]
    private static partial void LogWithout(ILogger logger, string why);

    /// <summary>Starts and ends with its owner; hears no signals.</summary>
    private sealed class OwnerLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
