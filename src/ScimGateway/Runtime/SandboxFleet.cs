using System.Collections.Concurrent;
using ScimGateway.Sandbox;

namespace ScimGateway.Runtime;

/// <summary>The simulated targets that the config names, one of each, kept over reloads so that their data survives an edit.</summary>
internal sealed class SandboxFleet : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SandboxServer> servers = new(StringComparer.Ordinal);

    public async Task<SandboxServer> StartAsync(string name, CancellationToken cancellation)
    {
        if (servers.TryGetValue(name, out var running)) return running;
        return servers[name] = await SandboxServer.StartAsync(name, cancellation: cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers.Values) await server.DisposeAsync();
    }
}
