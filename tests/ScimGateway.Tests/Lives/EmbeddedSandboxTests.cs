using ScimGateway.Sandbox;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Lives;

/// <summary>The targets that a config names by <c>sandbox:NAME</c>, as the demo does, behind one client.</summary>
public sealed class EmbeddedSandboxTests
{
    [Fact]
    public async Task One_URL_serves_all_of_them_with_the_shipped_mappings()
    {
        string names = string.Join(", ", SandboxServer.Names);
        var targets = SandboxServer.Names.Select(name =>
            $"  - {{ name: {name}, url: sandbox:{name}, mapping: {Shipped.Folder(name)} }}");
        string yaml = $"""
            listen: http://127.0.0.1:0
            clients:
              - name: test
                profile: strict
                token: file:token
                targets: [{names}]
            targets:
            {string.Join('\n', targets)}
            """;
        await using var gateway = await TestGateway.FromYamlAsync(
            yaml,
            new Dictionary<string, string> { ["token"] = TestGateway.Token }
        );

        foreach (string name in SandboxServer.Names)
            Assert.NotEmpty((await gateway.GetAsync($"{name}/Users?count=1")).Json!["Resources"]!.AsArray());
        Assert.Equal("Software Engineer", (await gateway.GetAsync("peakon/Users/employee_3")).Json.At("title"));
        Assert.Equal(
            Shipped.Oluwaseun,
            (await gateway.GetAsync($"leapsome/Users/{Shipped.Hana}")).Json.At(Bodies.Enterprise, "manager", "value")
        );
        Assert.Equal("hr-100", (await gateway.GetAsync("alexishr/Users/5f3c9a7b1e00000000000001")).Json.At("externalId"));
        var created = await gateway.PostAsync(
            "peakon/Users",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana@x.org","title":"CTO"}"""
        );
        Assert.Equal(
            (201, "CTO"),
            (created.Status, (await gateway.GetAsync($"peakon/Users/{created.Json.At("id")}")).Json.At("title"))
        );
    }
}
