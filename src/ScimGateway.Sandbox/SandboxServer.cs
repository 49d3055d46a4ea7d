namespace ScimGateway.Sandbox;

/// <summary>A simulated target on a loopback port.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    /// <summary>The targets there are: <c>peakon</c>, <c>leapsome</c>, <c>alexishr</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["peakon", "leapsome", "alexishr"];

    /// <summary>The base address, without a trailing slash: <c>http://127.0.0.1:51234/scim/v2</c>.</summary>
    public Uri BaseAddress { get; private init; } = new("http://127.0.0.1/");

    /// <summary>The bearer token that it wants.</summary>
    public string Token { get; private init; } = "";

    /// <summary>Starts one on a free port of 127.0.0.1.</summary>
    public static Task<SandboxServer> StartAsync(string name, CancellationToken cancellation = default) =>
        throw new NotSupportedException(name);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
