using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary><c>POST …/.search</c> (RFC 7644 section 3.4.3): the same query in a body, whatever the target can.</summary>
public sealed class SearchStoriesTests
{
    private const string Search = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":"userName eq \"user3\"","startIndex":1,"count":2}""";

    [Fact]
    public async Task A_search_becomes_a_GET()
    {
        await using var target = await FakeTarget.AnsweringAsync(
            200,
            """{"totalResults":1,"Resources":[{"id":"3","userName":"user3"}]}"""
        );
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var list = (await gateway.PostAsync("Users/.search", Search)).Json!;

        Assert.Equal("3", Assert.Single(list["Resources"]!.AsArray()).At("id"));
        var asked = Assert.Single(target.Requests);
        Assert.Equal(
            ("GET", "/Users?filter=userName%20eq%20%22user3%22&startIndex=1&count=2", ""),
            (asked.Method, asked.PathAndQuery, asked.Body)
        );
    }

    [Fact]
    public async Task Where_the_target_has_it_filters_go_in_a_body_in_its_own_words()
    {
        await using var target = await FakeTarget.AnsweringAsync(
            200,
            """{"totalResults":1,"Resources":[{"id":"3","login":"user3"}]}"""
        );
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            """target({ can: { search: true }, User: { attributes: [map("userName", "login")] } });"""
        );

        var found = await gateway.FindAsync("Users", "userName eq \"user3\"");

        Assert.Equal("user3", Assert.Single(found).At("userName"));
        var asked = Assert.Single(target.Requests);
        Assert.Equal(("POST", "/Users/.search"), (asked.Method, asked.PathAndQuery));
        Bodies.Same(
            """{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":"login eq \"user3\""}""",
            JsonNode.Parse(asked.Body)
        );
    }

    [Fact]
    public async Task A_search_is_scanned_sorted_and_paged_by_cursor_as_any_list()
    {
        await using var target = await new PagedTarget(20).StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { sort: false, filters: false }, User: {} });"
        );

        var list = (await gateway.PostAsync("Users/.search", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":"active eq false","sortBy":"title","attributes":["userName"],"count":2,"cursor":""}""")).Json!;

        Assert.Equal(["user18", "user15"], list["Resources"]!.AsArray().Select(user => user.At("userName")));
        Assert.NotNull(list.At("nextCursor"));
    }

    [Fact]
    public async Task A_search_is_a_POST()
    {
        await using var target = await new PagedTarget(20).StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var refused = (await gateway.GetAsync("Users/.search")).IsScimError(405);

        Assert.Equal("POST", Assert.Single(refused.Response.Content.Headers.Allow));
        Assert.Empty(target.Requests);
    }
}
