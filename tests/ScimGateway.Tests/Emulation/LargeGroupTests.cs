using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Emulation;

/// <summary>Okta sends all the members of a group in one PUT, each with its e-mail.</summary>
public sealed class LargeGroupTests
{
    private const int Members = 50_000;

    [Fact]
    public async Task A_PUT_of_fifty_thousand_members_passes_by_default()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, """{"id":"1","displayName":"All"}""");
        await using var gateway = await TestGateway.StartAsync(target.Url, profile: "okta");
        var members = Enumerable.Range(0, Members).Select(number => $$"""{"value":"00000000-0000-4000-8000-{{number:d12}}","display":"firstname{{number:d5}}.lastname@subsidiary.example.com"}""");

        var put = await gateway.PutAsync("Groups/1", $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"All","members":[{{string.Join(',', members)}}]}""");

        Assert.True(put.Status == 200, put.Text);
        Assert.Equal(Members, JsonNode.Parse(target.Requests[0].Body)!["members"]!.AsArray().Count);
    }
}
