using ScimGateway.Sandbox;

namespace ScimGateway.Runtime;

/// <summary>The simulated targets that the config names, one of each, kept over reloads so that their data survives an
/// edit.</summary>
/// <remarks>One load at a time uses them (<see cref="GatewayReloader"/>); they end with the process, not with an edit that
/// removes them: a request to one may be in progress.</remarks>
internal sealed class SandboxFleet : IAsyncDisposable
{
    private readonly Dictionary<string, SandboxServer> servers = new(StringComparer.Ordinal);

    public async Task<SandboxServer> StartAsync(string name, CancellationToken cancellation)
    {
        if (!servers.TryGetValue(name, out var server))
            servers[name] = server = await SandboxServer.StartAsync(name, cancellation: cancellation);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers.Values) await server.DisposeAsync();
    }
}
