using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary><c>GET /?filter=…</c> and <c>POST /.search</c> (RFC 7644 sections 3.4.2.1 and 3.4.3): users, then groups, in one
/// list.</summary>
public sealed class RootStoriesTests
{
    [Fact]
    public async Task The_users_come_first_and_then_the_groups_and_each_type_is_asked_once()
    {
        await using var target = await TwoTypes(users: 3, groups: 2);
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var list = (await gateway.GetAsync("")).Json!;

        Assert.Equal(["u1", "u2", "u3", "g1", "g2"], Ids(list));
        Assert.Equal(("5", "1", "5"), (list.At("totalResults"), list.At("startIndex"), list.At("itemsPerPage")));
        Assert.Equal("https://gw.example/scim/v2/Users/u1", list["Resources"]![0].At("meta", "location"));
        Assert.Equal("https://gw.example/scim/v2/Groups/g2", list["Resources"]![4].At("meta", "location"));
        Assert.Equal(["/Users", "/Groups"], target.Requests.Select(request => request.PathAndQuery));
    }

    [Theory]
    [InlineData(1, 2, "u1 u2", "/Users?count=2", "/Groups?count=0")]
    [InlineData(3, 2, "u3 g1", "/Users?startIndex=3&count=2", "/Groups?count=1")]
    [InlineData(4, 9, "g1 g2", "/Users?startIndex=4&count=9", "/Groups?count=9")]
    [InlineData(5, 1, "g2", "/Users?startIndex=5&count=1", "/Groups?startIndex=2&count=1")]
    [InlineData(6, 5, "", "/Users?startIndex=6&count=5", "/Groups?startIndex=3&count=5")]
    [InlineData(1, 0, "", "/Users?count=0", "/Groups?count=0")]
    public async Task A_page_lies_where_the_lists_put_together_have_it(int start, int count, string ids, params string[] asked)
    {
        await using var target = await TwoTypes(users: 3, groups: 2);
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var list = (await gateway.GetAsync($"?startIndex={start}&count={count}")).Json!;

        Assert.Equal(ids, string.Join(' ', Ids(list)));
        Assert.Equal("5", list.At("totalResults"));
        Assert.Equal(asked, target.Requests.Select(request => request.PathAndQuery));
    }

    [Fact]
    public async Task Nothing_of_the_groups_is_told_while_the_target_keeps_back_users()
    {
        await using var target = await TwoTypes(users: 30, groups: 2);
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var list = (await gateway.GetAsync("")).Json!;

        Assert.Equal(20, Ids(list).Count);
        Assert.DoesNotContain("g1", Ids(list));
        Assert.Equal("32", list.At("totalResults"));
    }

    [Theory]
    [InlineData("""meta.resourceType eq "Group" """, "/Groups")]
    [InlineData("""not (meta.resourceType eq "Group")""", "/Users")]
    [InlineData("""meta.resourceType eq "User" and userName eq "a" """, """/Users?filter=userName eq "a" """)]
    [InlineData("""meta.resourceType eq "Group" or userName eq "a" """, """/Users?filter=userName eq "a" """, "/Groups")]
    [InlineData("""userName eq "a" """, """/Users?filter=userName eq "a" """)]
    [InlineData("""USERNAME eq "a" or members pr""", """/Users?filter=userName eq "a" """, "/Groups?filter=members pr")]
    [InlineData("""userName ne "a" """, """/Users?filter=userName ne "a" """, "/Groups")]
    [InlineData("""urn:ietf:params:scim:schemas:core:2.0:Group:displayName eq "a" """, """/Groups?filter=displayName eq "a" """)]
    [InlineData("""emails[type eq "work"]""", """/Users?filter=emails[type eq "work"]""")]
    [InlineData("""displayName eq "a" """, """/Users?filter=displayName eq "a" """, """/Groups?filter=displayName eq "a" """)]
    [InlineData("""badge eq "7" """, """/Users?filter=badge eq "7" """, """/Groups?filter=badge eq "7" """)]
    [InlineData("""meta.resourceType eq "Printer" """)]
    public async Task A_type_of_which_nothing_can_match_is_not_asked(string filter, params string[] asked)
    {
        await using var target = await TwoTypes(users: 3, groups: 2);
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var list = await gateway.PostAsync(".search", Search(new JsonObject { ["filter"] = filter.Trim() }));

        Assert.Equal(200, list.Status);
        Assert.NotNull(list.Json!["Resources"]);
        Assert.Equal(
            asked.Select(one => one.Trim()),
            target.Requests.Select(request => Uri.UnescapeDataString(request.PathAndQuery))
        );
    }

    [Fact]
    public async Task All_types_are_sorted_as_one_and_what_has_no_such_attribute_is_last()
    {
        await using var target = await TwoTypes(users: 3, groups: 2);
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { sort: false }, User: {}, Group: {} });"
        );

        var byName = (await gateway.GetAsync("?sortBy=displayName&startIndex=2&count=3&attributes=id")).Json!;
        var byUserName = (await gateway.GetAsync("?sortBy=userName&sortOrder=descending")).Json!;

        Assert.Equal(["g1", "u2", "g2"], Ids(byName));
        Assert.Equal(("5", "2"), (byName.At("totalResults"), byName.At("startIndex")));
        Assert.All(byName["Resources"]!.AsArray(), resource => Assert.Null(resource.At("displayName")));
        Assert.Equal(["g1", "g2", "u3", "u2", "u1"], Ids(byUserName));
    }

    [Fact]
    public async Task A_target_that_sorts_is_asked_for_the_order_where_the_type_has_one()
    {
        await using var target = await TwoTypes(users: 1, groups: 1);
        await using var gateway = await TestGateway.StartAsync(target.Url);

        await gateway.GetAsync("?sortBy=userName&count=5");

        Assert.Equal(
            ["/Users?count=5&sortBy=userName", "/Groups?count=5"],
            target.Requests.Select(request => request.PathAndQuery)
        );
    }

    [Fact]
    public async Task An_order_that_would_have_to_hold_too_much_is_refused()
    {
        await using var target = await TwoTypes(users: 1, groups: 1);
        await using var gateway = await TestGateway.StartAsync(target.Url, top: "limits: { scanResources: 50 }");

        (await gateway.GetAsync("?sortBy=userName&startIndex=48&count=5")).IsScimError(400, "tooMany");
        Assert.Empty(target.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&sortBy=displayName")]
    public async Task Cursors_lead_from_one_type_to_the_next_and_each_resource_is_seen_once(string order)
    {
        await using var target = await TwoTypes(users: 5, groups: 4);
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { sort: false }, User: {}, Group: {} });"
        );

        var seen = new List<string>();
        string? cursor = "";
        while (cursor is not null)
        {
            var page = (await gateway.GetAsync($"?count=2&cursor={cursor}{order}")).Json!;
            Assert.InRange(Ids(page).Count, 1, 2);
            seen.AddRange(Ids(page));
            cursor = page.At("nextCursor");
        }

        Assert.Equal(["g1", "g2", "g3", "g4", "u1", "u2", "u3", "u4", "u5"], seen.Order(StringComparer.Ordinal));
        if (order.Length == 0) Assert.Equal(["u1", "u2", "u3", "u4", "u5", "g1", "g2", "g3", "g4"], seen);
    }

    /// <summary>A target that counts those whom it does not show: <c>nextCursor</c> on an empty page would lead there again for
    /// ever.</summary>
    [Fact]
    public async Task Sorted_pages_end_where_the_target_has_no_more_whatever_it_counts()
    {
        await using var target = await FakeTarget.StartAsync(
            (context, _) => context.AnswerAsync(200, """{"totalResults":9,"Resources":[]}""")
        );
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { totals: false }, User: {}, Group: {} });"
        );

        var page = (await gateway.GetAsync("?count=2&cursor=&sortBy=displayName")).Json!;

        Assert.Empty(Ids(page));
        Assert.Null(page["nextCursor"]);
    }

    [Fact]
    public async Task A_cursor_of_the_root_is_of_its_query_alone()
    {
        await using var target = await TwoTypes(users: 5, groups: 4);
        await using var gateway = await TestGateway.StartAsync(target.Url);

        string cursor = (await gateway.GetAsync("?count=2&cursor=")).Json!.At("nextCursor")!;

        (await gateway.GetAsync($"?count=2&cursor={cursor}&filter=title%20pr")).IsScimError(400, "invalidCursor");
        (await gateway.GetAsync($"Users?count=2&cursor={cursor}")).IsScimError(400, "invalidCursor");
        (await gateway.GetAsync("?count=2&cursor=1.")).IsScimError(400, "invalidCursor");
    }

    [Fact]
    public async Task A_type_gets_the_names_of_its_own_attributes_and_no_others()
    {
        await using var target = await TwoTypes(users: 1, groups: 1);
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var list = (
            await gateway.PostAsync(".search", Search(new JsonObject { ["attributes"] = new JsonArray("userName") }))
        ).Json!;

        Assert.Equal(
            ["/Users?attributes=userName", "/Groups?attributes=id"],
            target.Requests.Select(request => request.PathAndQuery)
        );
        Assert.Equal("user1", list["Resources"]![0].At("userName"));
        Assert.Null(list["Resources"]![1].At("displayName"));
    }

    [Theory]
    [InlineData("GET", ".search", "POST")]
    [InlineData("DELETE", "", "GET")]
    [InlineData("POST", "", "GET")]
    public async Task Other_methods_are_told_the_one_that_is_possible(string method, string path, string allowed)
    {
        await using var target = await TwoTypes(users: 1, groups: 1);
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var refused = (await gateway.SendAsync(new HttpMethod(method), path)).IsScimError(405);

        Assert.Equal(allowed, Assert.Single(refused.Response.Content.Headers.Allow));
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task The_record_tells_of_a_list_and_of_both_calls()
    {
        await using var target = await TwoTypes(users: 1, groups: 1);
        await using var gateway = await TestGateway.StartAsync(target.Url);

        await gateway.GetAsync("");

        var record = Assert.Single(await gateway.StopAndReadAuditAsync());
        Assert.Equal("list", record.At("operation"));
        Assert.Equal(["/Users", "/Groups"], record["calls"]!.AsArray().Select(call => call.At("endpoint")));
    }

    private static List<string> Ids(JsonObject list) => [.. list["Resources"]!.AsArray().Select(resource => resource.At("id")!)];

    private static string Search(JsonObject asked)
    {
        asked["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:SearchRequest");
        return asked.ToJsonString();
    }

    /// <summary>Pages by index, 20 at a time, and filters and sorts nothing: users u1, u2, … named a1, a2, … and groups g1, g2, …
    /// named A1+, A2+, ….</summary>
    private static Task<FakeTarget> TwoTypes(int users, int groups) => FakeTarget.StartAsync((context, request) =>
    {
        bool isUsers = request.PathAndQuery.StartsWith("/Users", StringComparison.Ordinal);
        int all = isUsers ? users : groups;
        int start = int.Parse(context.Request.Query["startIndex"].FirstOrDefault("1")!),
            count = int.Parse(context.Request.Query["count"].FirstOrDefault("20")!);
        var page = Enumerable.Range(start, Math.Max(Math.Min(count, all - start + 1), 0)).Select(number => isUsers
            ? $$"""{"id":"u{{number}}","userName":"user{{number}}","displayName":"a{{number}}"}"""
            : $$"""{"id":"g{{number}}","displayName":"A{{number}}+"}""");
        return context.AnswerAsync(200, $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":{{all}},"Resources":[{{string.Join(',', page)}}]}""");
    });
}
