using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ScimGateway.Sandbox.AlexisHr;
using ScimGateway.Sandbox.Leapsome;
using ScimGateway.Sandbox.Peakon;
using ScimGateway.Sandbox.Slack;
using ScimGateway.Sandbox.Vendors;

namespace ScimGateway.Sandbox;

/// <summary>A simulated target on a loopback port.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private const long BodyBytes = 1024 * 1024;

    private readonly WebApplication application;
    private readonly Vendor vendor;
    private readonly CallLog log;

    private SandboxServer(WebApplication application, Vendor vendor, CallLog log, string token)
    {
        this.application = application;
        this.vendor = vendor;
        this.log = log;
        Token = token;
        BaseAddress = new Uri(ListeningOn(application) + vendor.BasePath);
    }

    /// <summary>The names of all targets: <c>peakon</c>, <c>leapsome</c>, <c>alexishr</c>, <c>alexishr-app</c>,
    /// <c>slack</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["peakon", "leapsome", "alexishr", "alexishr-app", "slack"];

    /// <summary>The base address, without a trailing slash: <c>http://127.0.0.1:51234/scim/v2</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The bearer token that it requires.</summary>
    public string Token { get; }

    /// <summary>The requests that it received, in order, including refused ones.</summary>
    public IReadOnlyList<RecordedCall> Calls => log.All();

    /// <summary>Starts one on a free port of 127.0.0.1.</summary>
    /// <exception cref="ArgumentException">There is no target of that name.</exception>
    public static Task<SandboxServer> StartAsync(string name, CancellationToken cancellation = default) =>
        StartAsync(name, SandboxOptions.Default, cancellation);

    /// <summary>Starts one.</summary>
    /// <exception cref="ArgumentException">There is no target of that name, or an option is outside its bounds.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SandboxServer> StartAsync(
        string name,
        SandboxOptions options,
        CancellationToken cancellation = default)
    {
        if (options.Fault() is { } fault) throw new ArgumentException(fault, nameof(options));
        string token = options.Token ?? $"sandbox-{name}";
        var target = Create(name, new VendorSettings(token, options.Time, options.RequestsPerSecond));
        var calls = new CallLog(options.RecordedCalls);
        var server = Build(options.Port);
        server.Run(new SandboxEndpoint(target, calls).HandleAsync);
        try
        {
            await server.StartAsync(cancellation);
            return new SandboxServer(server, target, calls, token);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Its resources, by id, in the vendor's own shape; copies, so they do not change.</summary>
    /// <remarks>It shows what answers hide: the members of a Leapsome group, its users' managers as plain ids.</remarks>
    /// <param name="endpoint"><c>/Users</c>, <c>/Groups</c>; for leapsome also <c>/Teams</c>, which no SCIM request
    /// shows.</param>
    /// <exception cref="ArgumentException">The target has no such endpoint.</exception>
    public IReadOnlyDictionary<string, JsonObject> Stored(string endpoint) => vendor.Stored(endpoint);

    public void ClearCalls() => log.Clear();

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static Vendor Create(string name, VendorSettings settings) => name switch
    {
        "peakon" => new PeakonVendor(settings),
        "leapsome" => new LeapsomeVendor(settings),
        "alexishr" => new AlexisHrVendor(settings),
        "alexishr-app" => new AlexisHrAppVendor(settings),
        "slack" => new SlackVendor(settings),
        _ => throw new ArgumentException(
            $"There is no sandbox target \"{name}\"; there are {string.Join(", ", Names)}.",
            nameof(name)),
    };

    // The empty builder reads no settings file and no environment, so a sandbox in the gateway's process does not get the
    // gateway's own configuration; and it has no logger.
    private static WebApplication Build(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyBytes;
            kestrel.Limits.MaxRequestLineSize = 16 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Listen(IPAddress.Loopback, port, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddSingleton<IHostLifetime, OwnerLifetime>();
        return builder.Build();
    }

    private static string ListeningOn(WebApplication application)
    {
        var features = application.Services.GetRequiredService<IServer>().Features;
        return features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
    }

    /// <summary>The caller that started a sandbox stops it; signals are handled by the process's own host.</summary>
    private sealed class OwnerLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
