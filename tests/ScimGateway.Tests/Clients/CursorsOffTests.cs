using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Clients;

/// <summary>A client that refuses a server which says more than it knows (RFC 9865's <c>pagination</c>).</summary>
public sealed class CursorsOffTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("cursors: on,", true)]
    [InlineData("cursors: off,", false)]
    public async Task A_client_without_cursors_is_told_nothing_of_pagination(string cursors, bool isTold)
    {
        await using var target = new FailingTarget(Reply.With(200, Reply.User));
        await using var gateway = await TestGateway.FromYamlAsync($$"""
            listen: http://127.0.0.1:0
            clients: [ { name: test, {{cursors}} token: file:token, target: app } ]
            targets: [ { name: app, url: "{{target.Url}}", auth: none } ]
            """, new Dictionary<string, string> { ["token"] = TestGateway.Token });

        var config = await gateway.GetAsync("ServiceProviderConfig");

        Assert.Equal(200, config.Status);
        Assert.Equal(isTold, config.Json!.ContainsKey("pagination"));
        Assert.NotNull(config.Json["filter"]);
    }
}
