using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>Orders (RFC 7644 section 3.4.2.3) that the target cannot make, and those that it can.</summary>
public sealed class SortStoriesTests
{
    [Theory] // 20 users with titles t000019 … t000000
    [InlineData("sortBy=title&count=3", 20, "20,19,18")]
    [InlineData("sortBy=title&sortOrder=descending&startIndex=2&count=3", 20, "2,3,4")]
    [InlineData("sortBy=title&startIndex=19&count=9", 20, "2,1")]
    [InlineData("sortBy=title&startIndex=21&count=9", 20, "")]
    [InlineData("sortBy=title&count=0", 20, "")]
    [InlineData("sortBy=active&count=4", 20, "3,6,9,12")] // equal ones keep the target's order
    [InlineData("sortBy=title&count=2&filter=active%20eq%20false", 6, "18,15")]
    public async Task The_gateway_sorts_what_the_target_cannot(string query, int total, string users)
    {
        await using var target = await new PagedTarget(20) { Cap = 7 }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { sort: false, filters: false, pageSize: 7 }, User: {} });"
        );

        var list = (await gateway.GetAsync("Users?" + query)).Json!;

        Assert.Equal((total, users), (list["totalResults"]!.GetValue<int>(), Ids(list)));
        Assert.Equal(["count=7", "startIndex=8&count=7", "startIndex=15&count=7"], PagedTarget.Asked(target));
    }

    [Fact]
    public async Task What_is_sorted_by_need_not_be_answered()
    {
        await using var target = await new PagedTarget(20).StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, "target({ can: { sort: false }, User: {} });");

        var user = (await gateway.GetAsync("Users?sortBy=title&count=1&attributes=userName")).Json!["Resources"]![0]!.AsObject();

        Assert.Equal(["id", "schemas", "userName"], user.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal("user20", user.At("userName"));
    }

    [Fact]
    public async Task More_than_the_bound_are_not_sorted()
    {
        await using var target = await new PagedTarget(1000) { Cap = 50 }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { sort: false, pageSize: 50 }, User: {} });",
            top: "limits: { scanResources: 100 }"
        );

        (await gateway.GetAsync("Users?sortBy=title&count=1")).IsScimError(400, "tooMany");

        Assert.Single(target.Requests);
    }

    [Theory] // the rows of a mapping decide who can sort by what
    [InlineData("""map("title", "job")""", "count=3&sortBy=job")]
    [InlineData("""map("title", "job", { values: { a: "z", b: "y" } })""", "count=500")]
    [InlineData("""drop("title")""", "count=500")]
    public async Task The_target_sorts_where_its_values_have_the_same_order(string row, string asked)
    {
        await using var target = await new PagedTarget(20).StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, $"target({{ User: {{ attributes: [{row}] }} }});");

        Assert.Equal(200, (await gateway.GetAsync("Users?sortBy=title&count=3")).Status);

        Assert.Equal([asked], PagedTarget.Asked(target));
    }

    private static string Ids(JsonObject list) => string.Join(',', list["Resources"]!.AsArray().Select(user => user.At("id")));
}
