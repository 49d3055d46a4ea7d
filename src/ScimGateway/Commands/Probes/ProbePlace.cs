using ScimGateway.Configuration;
using ScimGateway.Configuration.Loading;
using ScimGateway.Mapping.Definitions;
using ScimGateway.Mapping.Mappers;
using ScimGateway.Sandbox;

namespace ScimGateway.Commands.Probes;

/// <summary>A server's address, credentials and mapping; a sandbox runs while it is probed.</summary>
internal sealed class ProbePlace(string address, TargetAuth auth, SandboxServer? sandbox) : IAsyncDisposable
{
    public string Address => address;

    public TargetAuth Auth => auth;

    /// <summary>The mapping in the config; the plain one if there is none.</summary>
    public TargetMapping Mapping { get; private init; } = TargetMapping.Plain;

    public static async Task<ProbePlace> FindAsync(string target, string? token, string path, CancellationToken cancellation)
    {
        if (Uri.TryCreate(target, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return new ProbePlace(target.TrimEnd('/'), token is null ? new NoAuth() : new BearerAuth(Secret(token)), null);
        var config = GatewayConfigReader.ReadWithoutSecrets(path); // the other secrets are not needed
        var found = config.Targets.FirstOrDefault(one => one.Name.Equals(target, StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException($"'{target}' is no address, and no target of {path}; it has {string.Join(", ", config.Targets.Select(one => one.Name))}.");
        if (found.Auth.Secret?.Absence is { } absence) throw new InvalidDataException($"targets.{found.Name}.auth: {absence}.");
        var mapping = found.MappingFolder is { } folder
            ? MappingCompiler.Compile(folder, config.Limits.ToScriptLimits())
            : TargetMapping.Plain;
        if (found.Sandbox is not { } name) return new ProbePlace(found.Urls[0], found.Auth, null) { Mapping = mapping };
        var server = await SandboxServer.StartAsync(name, cancellation: cancellation);
        var auth = new BearerAuth(new Secret(server.Token));
        return new ProbePlace(server.BaseAddress.ToString().TrimEnd('/'), auth, server) { Mapping = mapping };
    }

    public ValueTask DisposeAsync() => sandbox?.DisposeAsync() ?? ValueTask.CompletedTask;

    // A token on the command line would stay in the shell's history and in the list of processes.
    private static Secret Secret(string source) => source.Split(':', 2) switch
    {
        ["env", var name] => new Secret(Environment.GetEnvironmentVariable(name)
            ?? throw new InvalidDataException($"The environment variable {name} is not set.")),
        ["file", var file] => new Secret(File.ReadAllText(file).Trim()),
        _ => throw new InvalidDataException("Write --token env:NAME or --token file:PATH."),
    };
}
