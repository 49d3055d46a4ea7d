using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary><c>/Me</c> (RFC 7644 section 3.11) is whom the config says.</summary>
public sealed class MeStoriesTests : IAsyncLifetime
{
    private readonly PutOnlyTarget target = new();

    public async Task InitializeAsync()
    {
        await target.StartAsync();
        target.Store("/Users/1", """{"id":"1","userName":"bo"}""");
        target.Store("/Users/2", """{"id":"2","userName":"ana@x.org"}""");
    }

    public Task DisposeAsync() => target.DisposeAsync().AsTask();

    private Task<TestGateway> GatewayAsync(string me) => TestGateway.FromYamlAsync(
        $$"""
        listen: http://127.0.0.1:0
        publicUrl: https://gw.example
        clients:
          - { name: test, token: file:token, target: app, me: {{me}} }
        targets:
          - { name: app, url: {{target.Url}}, auth: none, mapping: mapping }
        """,
        new Dictionary<string, string>
        {
            ["token"] = TestGateway.Token,
            ["mapping/mapping.js"] = "target({ can: { patch: false, filters: false }, User: {} });",
        });

    [Theory]
    [InlineData("ANA@x.org")]
    [InlineData("2")]
    public async Task It_is_the_user_of_a_userName_or_of_an_id(string me)
    {
        await using var gateway = await GatewayAsync(me);

        var read = await gateway.GetAsync("Me");
        Assert.Equal(
            (200, "2", "https://gw.example/scim/v2/Users/2"),
            (read.Status, read.Json.At("id"), read.Response.Headers.Location?.ToString())
        );
        Assert.Equal("https://gw.example/scim/v2/Users/2", read.Json.At("meta", "location"));

        Assert.Equal(200, (await gateway.PatchAsync("me", Bodies.Patch("""{"op":"add","path":"title","value":"CTO"}"""))).Status);
        Assert.Equal(("CTO", null), (target.Stored("/Users/2").At("title"), target.Stored("/Users/1").At("title")));
        Assert.Equal(["read User 2", "patch User 2"], (await gateway.StopAndReadAuditAsync()).Select(record =>
            $"{record.At("operation")} {record.At("resourceType")} {record.At("resourceId")}"));
    }

    [Fact]
    public async Task It_cannot_be_created()
    {
        await using var gateway = await GatewayAsync("2");

        (await gateway.PostAsync("Me", "{}")).IsScimError(501);
    }

    [Fact]
    public async Task Who_is_not_there_is_404()
    {
        await using var gateway = await GatewayAsync("nobody");

        (await gateway.GetAsync("Me")).IsScimError(404);
    }
}
