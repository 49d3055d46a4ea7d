using ScimGateway.Configuration;
using ScimGateway.Mapping;
using ScimGateway.Sandbox;
using ScimGateway.Scim.Schemas;

namespace ScimGateway.Commands;

/// <summary><c>probe</c>: asks a live server what it can do.</summary>
internal static class ProbeCommand
{
    /// <param name="target">A target of the config, or the base address of a server.</param>
    /// <param name="token">For an address: where its bearer token stands, <c>env:NAME</c> or <c>file:PATH</c>.</param>
    public static async Task<int> RunAsync(string target, string? token, bool writes, string config, Shown shown, CancellationToken cancellation)
    {
        try
        {
            await using var place = await ProbePlace.FindAsync(target, token, config, cancellation);
            using var client = new ProbeClient(place.Address, place.Auth, place.Users);
            shown.Title($"Asking {place.Address}{(place.Users == "/Users" ? "" : $", whose users are at {place.Users}")}");
            var report = new ProbeReport();
            await new ProbeReads(client, report).RunAsync(cancellation);
            if (writes) await new ProbeWrites(client, report).RunAsync(cancellation);
            else ProbeWrites.Untried(report);
            foreach (string line in report.Seen) shown.Line("  " + line);
            shown.Line($"{client.Sent} requests{(writes ? "" : ", reads only; --writes tries the rest with a test user")}.");
            shown.Line();
            shown.Line(report.Section());
            return 0;
        }
        catch (Exception fault) when (fault is ConfigException or MappingException or HttpRequestException or InvalidDataException or IOException or OperationCanceledException)
        {
            shown.Bad(cancellation.IsCancellationRequested ? "It was ended before it was done."
                : fault is OperationCanceledException ? "The server does not answer in time." : fault.Message);
            return 1;
        }
    }
}

/// <summary>Where a server is, and what it is shown; a sandbox runs for as long as it is asked.</summary>
internal sealed class ProbePlace(string address, TargetAuth auth, SandboxServer? sandbox) : IAsyncDisposable
{
    public string Address => address;

    public TargetAuth Auth => auth;

    /// <summary>Its endpoint of users, as the mapping calls it.</summary>
    public string Users { get; private init; } = "/Users";

    public static async Task<ProbePlace> FindAsync(string target, string? token, string path, CancellationToken cancellation)
    {
        if (Uri.TryCreate(target, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return new ProbePlace(target.TrimEnd('/'), token is null ? new NoAuth() : new BearerAuth(Secret(token)), null);
        var config = GatewayConfigReader.Read(path);
        var found = config.Targets.FirstOrDefault(one => one.Name.Equals(target, StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException($"'{target}' is no address, and no target of {path}; it has {string.Join(", ", config.Targets.Select(one => one.Name))}.");
        if (found.Sandbox is not { } name) return new ProbePlace(found.Urls[0], found.Auth, null) { Users = UsersOf(found, config.Limits) };
        var server = await SandboxServer.StartAsync(name, cancellation: cancellation);
        return new ProbePlace(server.BaseAddress.ToString().TrimEnd('/'), new BearerAuth(new Secret(server.Token)), server);
    }

    public ValueTask DisposeAsync() => sandbox?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string UsersOf(TargetConfig target, GatewayLimits limits) => target.MappingFolder is { } folder
        ? MappingCompiler.Compile(folder, limits.ToScriptLimits()).Resources.FirstOrDefault(resource => resource.Type.Name == ResourceType.User.Name)?.Path ?? "/Users"
        : "/Users";

    // A token on the command line would stay in the shell's history and in the list of processes.
    private static Secret Secret(string source) => source.Split(':', 2) switch
    {
        ["env", var name] => new Secret(Environment.GetEnvironmentVariable(name) ?? throw new InvalidDataException($"The environment variable {name} is not set.")),
        ["file", var file] => new Secret(File.ReadAllText(file).Trim()),
        _ => throw new InvalidDataException("Write --token env:NAME or --token file:PATH."),
    };
}
