using System.Text;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Lives;

/// <summary>The same server of somebody else's making under two versions of its web framework: under Express 5 it does not see
/// <c>startIndex</c> and <c>count</c>, and gives its first page each time.</summary>
public sealed class ScimmyExpressTests
{
    private const int Users = 45;

    [Fact]
    public async Task Under_Express_4_every_user_is_listed_once_and_found()
    {
        await using var scimmy = await FilledAsync(express: 4);
        await using var gateway = await TestGateway.StartAsync(
            scimmy.BaseAddress.ToString(),
            Scanning,
            targetToken: scimmy.Token
        );

        var found = await gateway.FindAsync("Users", "title eq \"t40\"");
        var list = (await gateway.GetAsync("Users?startIndex=21&count=20")).Json!;

        Assert.Equal("user40", Assert.Single(found).At("userName"));
        Assert.Equal(
            Enumerable.Range(21, 20).Select(number => $"user{number}"),
            list["Resources"]!.AsArray().Select(user => user.At("userName"))
        );
    }

    [Theory]
    [InlineData("Users?startIndex=21&count=20")]
    [InlineData("Users?count=45")]
    [InlineData("Users?filter=title%20eq%20%22t40%22")]
    [InlineData("Users?filter=title%20eq%20%22nobody%22")]
    [InlineData("Users?sortBy=title")]
    public async Task Under_Express_5_no_list_beyond_the_first_page_repeats_it_and_no_look_up_says_nobody(string query)
    {
        await using var scimmy = await FilledAsync(express: 5);
        await using var gateway = await TestGateway.StartAsync(
            scimmy.BaseAddress.ToString(),
            Scanning,
            more: TestGateway.EachCallAlone,
            targetToken: scimmy.Token
        );

        var refused = (await gateway.GetAsync(query)).IsScimError(502);

        Assert.Contains("it does not page", refused.Detail, StringComparison.Ordinal);
    }

    private const string Scanning = "target({ can: { filters: false, sort: false, pageSize: 20 }, User: {} });";

    // Straight to scimmy: how they came there is not the story.
    private static async Task<ScimmyServer> FilledAsync(int express)
    {
        var scimmy = await ScimmyServer.StartAsync(express);
        using var client = scimmy.CreateClient();
        for (int number = 1; number <= Users; number++)
        {
            using var body = new StringContent($$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"user{{number}}","title":"t{{number}}"}""", Encoding.UTF8, "application/scim+json");
            (await client.PostAsync("Users", body)).EnsureSuccessStatusCode();
        }

        return scimmy;
    }
}
