using ScimGateway.Sandbox;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Lives;

/// <summary>AlexisHR: a source of people that can only be read.</summary>
public sealed class AlexisHrLifeTests : IAsyncLifetime
{
    private const string Astrid = "5f3c9a7b1e00000000000001";

    private SandboxServer alexis = null!;
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        alexis = await SandboxServer.StartAsync("alexishr");
        gateway = await Shipped.InFrontOfAsync(alexis, "alexishr");
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await alexis.DisposeAsync();
    }

    [Fact]
    public async Task A_read_is_one_call_with_a_location_at_the_gateway_and_Alexis_own_extension()
    {
        Answer? read = null;
        var calls = await alexis.CallsOfAsync(async () => read = await gateway.GetAsync($"Users/{Astrid}"));

        Assert.Equal([$"GET /Users/{Astrid}"], calls.Lines());
        Assert.Equal($"https://gw.example/scim/v2/Users/{Astrid}", read!.Json.At("meta", "location"));
        Assert.Equal(
            ("Astrid Bergman", "Management"),
            (read.Json.At("displayName"), read.Json.At(Bodies.Enterprise, "department"))
        );
        Assert.Equal("Stockholm", read.Json.At("urn:ietf:params:scim:schemas:extension:alexis:2.0:User", "office"));
    }

    [Fact]
    public async Task Everybody_is_seen_page_by_page()
    {
        var seen = new List<string>();
        for (int start = 1, total = int.MaxValue; start <= total; start += 7)
        {
            var page = (await gateway.GetAsync($"Users?startIndex={start}&count=7")).Json!;
            total = page["totalResults"]!.GetValue<int>();
            seen.AddRange(page["Resources"]!.AsArray().Select(user => user.At("id")!));
        }

        Assert.Equal(alexis.Stored("/Users").Keys.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(0, (await gateway.GetAsync("Users?startIndex=900&count=7")).Json!["itemsPerPage"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("userName eq \"astrid.bergman@nordhavn.example.com\"")]
    [InlineData("externalId eq \"hr-100\" and active eq true")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq \"2001\"")]
    public async Task A_filter_finds_one_person(string filter) =>
        Assert.Equal(Astrid, Assert.Single(await gateway.FindAsync("Users", filter)).At("id"));

    [Theory]
    [InlineData("POST", "Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana@x.org"}""")]
    [InlineData(
        "PUT",
        "Users/" + Astrid,
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana@x.org"}"""
    )]
    [InlineData("PATCH", "Users/" + Astrid, """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"CTO"}]}""")]
    [InlineData("DELETE", "Users/" + Astrid, null)]
    public async Task A_write_is_refused_with_501_and_never_leaves_the_gateway(string method, string path, string? body)
    {
        Answer? refused = null;
        var calls = await alexis.CallsOfAsync(async () => refused = await gateway.SendAsync(new HttpMethod(method), path, body));

        Assert.Contains("can only be read", refused!.IsScimError(501).Detail, StringComparison.Ordinal);
        Assert.Empty(calls);
    }
}
