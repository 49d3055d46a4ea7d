using ScimGateway.Tests.Crippled;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Conformance;

/// <summary>Changes of one resource at the same time, in front of servers to which each is a read and a write.</summary>
[Collection(ConformanceCollection.Name)]
public sealed class ConcurrencyTests(ScimmyFixture fixture)
{
    [Theory]
    [InlineData("no PATCH")]
    [InlineData("PATCH merges, no PUT")]
    [InlineData("bare bones")]
    public async Task Fifty_members_added_and_fifty_removed_at_the_same_time_are_all_in_and_all_out(string name)
    {
        var form = ServerForms.Named(name);
        await using var target = await CrippledServer.StartAsync(fixture.Server, form.Lacks);
        await using var gateway = await TestGateway.StartAsync(target.Url, form.Mapping, more: "    limits: { timeout: 60s }");
        using var server = new ScimServer(gateway.NewClient(TestGateway.Token), "https://gw.example/scim/v2", fixture.Server);
        await fixture.Server.ResetAsync();
        string group = await server.GroupAsync("Engineers", [.. Enumerable.Range(1, 50).Select(number => $"old-{number}")]);

        var answers = await Task.WhenAll(Enumerable.Range(1, 50).SelectMany(number => new[]
        {
            server.PatchAsync($"Groups/{group}", $$"""{"op":"add","path":"members","value":[{"value":"new-{{number:00}}"}]}"""),
            server.PatchAsync($"Groups/{group}", $$"""{"op":"remove","path":"members[value eq \"old-{{number}}\"]"}"""),
        }));

        Assert.All(answers, answer => answer.IsPatched());
        Assert.Equal(
            Enumerable.Range(1, 50).Select(number => $"new-{number:00}"),
            (await server.StoredAsync("Groups", group)).Members().Order(StringComparer.Ordinal)
        );
    }
}
