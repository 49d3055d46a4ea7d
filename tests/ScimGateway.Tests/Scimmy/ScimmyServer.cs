using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ScimGateway.Tests.Scimmy;

/// <summary>
/// A strict SCIM server of somebody else's making, in a process of its own: npm's <c>scimmy</c> with users, groups,
/// the enterprise extension and <see cref="AcmeUser"/>. What it is strict about, and where it is odd, is told by
/// <see cref="ScimmyFixtureTests"/>.
/// </summary>
public sealed class ScimmyServer : IAsyncDisposable
{
    /// <summary>Its own extension of User: <c>team</c>, <c>badge</c>, <c>startDate</c> (a dateTime), <c>remote</c> (a
    /// boolean).</summary>
    public const string AcmeUser = "urn:acme:params:scim:schemas:extension:acme:2.0:User";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly HttpClient beside;

    private ScimmyServer(Process process, string token, int port)
    {
        this.process = process;
        Token = token;
        BaseAddress = new Uri($"http://127.0.0.1:{port}/scim/v2");
        beside = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}/"),
        };
    }

    /// <summary>Without a trailing slash: <c>http://127.0.0.1:51234/scim/v2</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The bearer token that it wants.</summary>
    public string Token { get; }

    /// <summary>Starts one on a free port, with its npm packages installed first if they are missing.</summary>
    /// <exception cref="InvalidOperationException">Node, npm or a package is missing; says what it said.</exception>
    public static async Task<ScimmyServer> StartAsync(int express = 4)
    {
        var folder = await ScimmyPackages.InstalledAsync(express);
        var token = Guid.NewGuid().ToString("N");
        var start = new ProcessStartInfo("node", ["server.mjs"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true, // it ends when this closes, so that a killed test run leaves nothing behind
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["SCIMMY_TOKEN"] = token },
        };
        var node = Process.Start(start) ?? throw new InvalidOperationException("node could not be started.");
        try
        {
            return new ScimmyServer(node, token, await PortAsync(node));
        }
        catch
        {
            node.Kill(entireProcessTree: true);
            node.Dispose();
            throw;
        }
    }

    /// <summary>A client that sends the token and goes straight to <see cref="BaseAddress"/>, as a relative address wants it:
    /// <c>Users</c>.</summary>
    public HttpClient CreateClient() => new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = new Uri(BaseAddress + "/"),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) },
    };

    /// <summary>What is really stored, in the order of creation, read beside SCIM.</summary>
    /// <param name="type"><c>Users</c> or <c>Groups</c>.</param>
    public async Task<IReadOnlyList<JsonObject>> StoredAsync(string type) =>
        await beside.GetFromJsonAsync<List<JsonObject>>($"__stored/{type}") ?? [];

    /// <summary>Every SCIM request since the start or the last reset, refused ones among them.</summary>
    public async Task<IReadOnlyList<ScimmyCall>> CallsAsync() =>
        await beside.GetFromJsonAsync<List<ScimmyCall>>("__calls") ?? [];

    /// <summary>Forgets all resources and all calls.</summary>
    public async Task ResetAsync() => (await beside.DeleteAsync("__reset")).EnsureSuccessStatusCode();

    public async ValueTask DisposeAsync()
    {
        beside.Dispose();
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        process.Dispose();
    }

    private static async Task<int> PortAsync(Process node)
    {
        const string Ready = "listening on ";
        using var cancellation = new CancellationTokenSource(Patience);
        var line = await node.StandardOutput.ReadLineAsync(cancellation.Token);
        if (line?.StartsWith(Ready, StringComparison.Ordinal) != true)
        {
            throw new InvalidOperationException(
                $"Expected scimmy to say '{Ready}PORT', it said '{line}' and {await node.StandardError.ReadToEndAsync(cancellation.Token)}");
        }
        node.BeginErrorReadLine(); // a full pipe would stop the server; to stdout it says nothing more
        return int.Parse(line[Ready.Length..]);
    }
}
