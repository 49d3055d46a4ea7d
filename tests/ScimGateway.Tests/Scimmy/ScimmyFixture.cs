namespace ScimGateway.Tests.Scimmy;

/// <summary>One scimmy for the tests of a class: take it with <c>IClassFixture&lt;ScimmyFixture&gt;</c>, and reset it in
/// between.</summary>
public sealed class ScimmyFixture : IAsyncLifetime
{
    private ScimmyServer? server;

    public ScimmyServer Server => server ?? throw new InvalidOperationException("Scimmy has not been started.");

    public async Task InitializeAsync() => server = await ScimmyServer.StartAsync();

    public async Task DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
    }
}
