using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>A filter that the target does not understand is asked of every page.</summary>
public sealed class ScanStoriesTests
{
    private const string Mapping = """target({ can: { filters: false, pageSize: 10 }, User: {} });""";

    [Theory]
    [InlineData("\"totalResults\":25,")]
    [InlineData("")] // a target that does not count
    public async Task The_match_on_the_last_page_is_found(string total)
    {
        await using var target = await FakeTarget.StartAsync((context, _) =>
        {
            int start = int.TryParse(context.Request.Query["startIndex"], out int said) ? said : 1;
            var users = Enumerable
                .Range(start, Math.Clamp(26 - start, 0, 10))
                .Select(number => $$"""{"id":"{{number}}","userName":"user{{number}}"}""");
            return context.AnswerAsync(200, $$"""{ {{total}}"Resources":[{{string.Join(',', users)}}]}""");
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping);

        Assert.Equal("25", Assert.Single(await gateway.FindAsync("Users", "userName eq \"user25\"")).At("id"));

        Assert.Equal(
            ["/Users?count=10", "/Users?startIndex=11&count=10", "/Users?startIndex=21&count=10"],
            target.Requests.Select(request => request.PathAndQuery)
        );
    }

    [Fact]
    public async Task What_a_target_finds_by_one_of_many_values_is_looked_at_for_the_one_that_is_meant()
    {
        await using var target = await FakeTarget.StartAsync((context, _) => context.AnswerAsync(200, """
            {"totalResults":2,"Resources":[{"id":"1","emails":[{"value":"a@x.org","primary":true},{"value":"b@x.org"}]},{"id":"2","emails":[{"value":"b@x.org","primary":true}]}]}
            """));
        await using var gateway = await TestGateway.StartAsync(target.Url, """
            target({ can: { filters: { operators: ["eq"], attributes: ["emails"] } }, User: { attributes: [
              map("userName", "emails", { write: (name, context) => context.operation === "filter" ? name : [{ value: name, primary: true }], read: emails => emails[0].value }) ] } });
            """);

        Assert.Equal("2", Assert.Single(await gateway.FindAsync("Users", "userName eq \"b@x.org\"")).At("id"));
        Assert.StartsWith(
            "/Users?filter=emails%20eq%20%22b%40x.org%22",
            Assert.Single(target.Requests).PathAndQuery,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_page_of_the_matches_is_the_clients()
    {
        await using var target = await FakeTarget.StartAsync((context, _) => context.AnswerAsync(200,
            $$"""{"totalResults":9,"Resources":[{{string.Join(',', Enumerable.Range(1, 9).Select(number => $$"""{"id":"{{number}}","userName":"user{{number}}","active":{{(number % 2 == 0 ? "true" : "false")}} }"""))}}]}"""));
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping);

        var page = (await gateway.GetAsync(Bodies.Query("Users", "active eq true") + "&startIndex=2&count=2")).Json!;

        Assert.Equal(
            (4, 2, 2),
            (page["totalResults"]!.GetValue<int>(), page["startIndex"]!.GetValue<int>(), page["itemsPerPage"]!.GetValue<int>())
        );
        Assert.Equal(["4", "6"], page["Resources"]!.AsArray().Select(user => user.At("id")));
    }

    [Fact]
    public async Task A_target_that_sorts_is_asked_for_the_clients_order()
    {
        await using var target = await FakeTarget.StartAsync((context, _) => context.AnswerAsync(
            200,
            """{"totalResults":2,"Resources":[{"id":"2","userName":"b","active":true},{"id":"1","userName":"a","active":true}]}"""
        ));
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping);

        var list = (
            await gateway.GetAsync(Bodies.Query("Users", "active eq true") + "&sortBy=userName&sortOrder=descending")
        ).Json!;

        Assert.Equal(["2", "1"], list["Resources"]!.AsArray().Select(user => user.At("id")));
        Assert.Equal("/Users?count=10&sortBy=userName&sortOrder=descending", Assert.Single(target.Requests).PathAndQuery);
    }
}
