using System.Globalization;
using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>Pages by index (RFC 7644 section 3.4.2.4), whatever pages the target has: what the client got, and what it
/// cost.</summary>
public sealed class PageStoriesTests
{
    [Theory] // a target of 20 users; the client's page; what the target was asked
    [InlineData("", "", "startIndex=3&count=5", "3-7", "startIndex=3&count=5")]
    [InlineData(
        "cap=7",
        "",
        "startIndex=1&count=100",
        "1-20",
        "startIndex=1&count=100 startIndex=8&count=93 startIndex=15&count=86"
    )]
    [InlineData("cap=7", "pageSize: 7", "count=10", "1-10", "count=7 startIndex=8&count=3")]
    [InlineData("cap=7", "pageSize: 7", "startIndex=19&count=10", "19-20", "startIndex=19&count=7")]
    [InlineData("cap=7", "pageSize: 7", "startIndex=21&count=10", "", "startIndex=21&count=7")]
    [InlineData("cap=7", "pageSize: 7", "count=0", "", "count=0")]
    [InlineData("cursor cap=7", "paging: \"cursor\", pageSize: 7", "startIndex=3&count=5", "3-7", "count=7&cursor=")]
    [InlineData(
        "cursor cap=7",
        "paging: \"cursor\", pageSize: 7",
        "startIndex=9&count=9",
        "9-17",
        "count=7&cursor= count=7&cursor=c8 count=3&cursor=c15"
    )]
    [InlineData(
        "cursor cap=7",
        "paging: \"cursor\", pageSize: 7",
        "startIndex=30&count=9",
        "",
        "count=7&cursor= count=7&cursor=c8 count=7&cursor=c15"
    )]
    [InlineData("cursor cap=7", "paging: \"cursor\", pageSize: 7", "count=0", "", "count=1&cursor=")]
    [InlineData(
        "cursor cap=7 uncounted",
        "paging: \"cursor\", pageSize: 7",
        "startIndex=3&count=2",
        "3-4",
        "count=4&cursor= count=7&cursor=c5 count=7&cursor=c12 count=7&cursor=c19"
    )]
    [InlineData("whole", "paging: \"none\"", "startIndex=3&count=5", "3-7", "")]
    [InlineData("whole uncounted", "paging: \"none\"", "startIndex=19&count=5", "19-20", "")]
    [InlineData("whole", "", "startIndex=3&count=5", "3-7", "startIndex=3&count=5")] // nobody said that it has no pages
    [InlineData("whole uncounted", "", "", "1-20", " startIndex=21&count=500&attributes=id")]
    [InlineData(
        "uncounted",
        "",
        "startIndex=3&count=5",
        "3-7",
        "startIndex=3&count=5 count=1 startIndex=8&count=500&attributes=id startIndex=21&count=500&attributes=id"
    )]
    [InlineData(
        "uncounted cap=7",
        "pageSize: 7",
        "startIndex=3&count=5",
        "3-7",
        "startIndex=3&count=5 count=1 startIndex=8&count=7&attributes=id startIndex=15&count=7&attributes=id"
    )]
    [InlineData(
        "uncounted cap=7",
        "pageSize: 7, projection: false",
        "startIndex=19&count=5",
        "19-20",
        "startIndex=19&count=5 count=1"
    )]
    [InlineData(
        "uncounted cap=7",
        "pageSize: 7",
        "startIndex=30&count=5",
        "",
        "startIndex=30&count=5 count=7&attributes=id startIndex=8&count=7&attributes=id startIndex=15&count=7&attributes=id"
    )]
    [InlineData(
        "miscounted cap=7",
        "pageSize: 7, totals: false",
        "startIndex=11&count=5",
        "11-15",
        "startIndex=11&count=5 count=1 startIndex=16&count=7&attributes=id"
    )]
    [InlineData(
        "miscounted cap=7",
        "pageSize: 7, totals: false",
        "count=0",
        "",
        "count=7&attributes=id startIndex=8&count=7&attributes=id startIndex=15&count=7&attributes=id"
    )]
    public async Task The_client_gets_the_page_it_asked_for_and_all_are_counted(
        string target,
        string can,
        string query,
        string users,
        string asked
    )
    {
        await using var server = await Target(target).StartAsync();
        await using var gateway = await TestGateway.StartAsync(server.Url, $"target({{ can: {{ {can} }}, User: {{}} }});");

        var list = (await gateway.GetAsync("Users?" + query)).Json!;

        int[] numbers = Numbers(users);
        Assert.Equal(numbers.Select(number => $"user{number}"), Names(list));
        Assert.Equal((20, numbers.Length), (list["totalResults"]!.GetValue<int>(), list["itemsPerPage"]!.GetValue<int>()));
        Assert.Equal(numbers.FirstOrDefault(1), list["startIndex"]!.GetValue<int>());
        Assert.Equal(asked.Split(' '), PagedTarget.Asked(server));
    }

    [Fact]
    public async Task A_total_that_takes_too_long_to_count_is_told_as_more_than_the_client_has_seen()
    {
        await using var target = await new PagedTarget(1000) { Total = (_, _) => null, Cap = 50 }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { pageSize: 50 }, User: {} });",
            top: "limits: { scanResources: 100 }"
        );

        var list = (await gateway.GetAsync("Users?startIndex=101&count=10")).Json!;

        Assert.Equal(Enumerable.Range(101, 10).Select(number => $"user{number}"), Names(list));
        Assert.Equal(211, list["totalResults"]!.GetValue<int>());
        Assert.Equal(4, target.Requests.Count);
    }

    // scimmy gives its first page beyond the end, others their last: a client that is told of it would go round for ever.
    [Theory]
    [InlineData("first", "startIndex=15&count=5", "")]
    [InlineData("first", "startIndex=31&count=5", "")]
    [InlineData("first", "startIndex=11&count=5", "11-14")]
    [InlineData("first", "count=20", "1-14")]
    [InlineData("last", "count=20", "1-14")]
    [InlineData("last", "startIndex=8&count=7", "8-14")]
    public async Task A_page_beyond_the_end_that_has_resources_all_the_same_is_none(string again, string query, string users)
    {
        await using var target = await FakeTarget.StartAsync((context, request) =>
        {
            int start = int.Parse(context.Request.Query["startIndex"].FirstOrDefault("1")!),
                count = Math.Min(int.Parse(context.Request.Query["count"].FirstOrDefault("7")!), 7);
            if (start > 14) start = again == "first" ? 1 : 15 - count;
            var page = Enumerable
                .Range(start, Math.Min(count, 15 - start))
                .Select(number => $$"""{"id":"{{number}}","userName":"user{{number}}"}""");
            return context.AnswerAsync(200, $$"""{"Resources":[{{string.Join(',', page)}}]}""");
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, "target({ can: { pageSize: 7 }, User: {} });");

        var list = (await gateway.GetAsync("Users?" + query)).Json!;

        string[] found = [.. Names(list)!];
        Assert.Equal(users, found.Length == 0 ? "" : $"{found[0]["user".Length..]}-{found[^1]["user".Length..]}");
        Assert.Equal("14", list.At("totalResults"));
    }

    [Fact]
    public async Task An_index_too_far_along_cursors_is_refused_with_tooMany()
    {
        await using var target = await new PagedTarget(1000) { ByCursor = true, Cap = 50 }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { paging: \"cursor\", pageSize: 50 }, User: {} });",
            top: "limits: { scanResources: 100 }"
        );

        var refused = (await gateway.GetAsync("Users?startIndex=501&count=10")).IsScimError(400, "tooMany");

        Assert.Contains("limits.scanResources", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(2, target.Requests.Count);
    }

    /// <summary>Okta and Entra go on by index where their last page ended: that must not cost the way from the start each
    /// time.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(7)] // the client's pages end in the middle of the target's
    [InlineData(25)]
    public async Task A_client_that_goes_on_by_index_costs_a_cursor_target_no_page_twice(int count)
    {
        await using var target = await new PagedTarget(1000) { ByCursor = true, Cap = 10 }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { paging: \"cursor\", pageSize: 10 }, User: {} });",
            top: "limits: { scanResources: 50 }"
        );
        var names = new List<string?>();

        while (names.Count < 1000)
        {
            var list = (await gateway.GetAsync($"Users?startIndex={names.Count + 1}&count={count}")).Json!;
            Assert.Equal((1000, names.Count + 1), (list["totalResults"]!.GetValue<int>(), list["startIndex"]!.GetValue<int>()));
            names.AddRange(Names(list));
        }

        Assert.Equal(Enumerable.Range(1, 1000).Select(number => $"user{number}"), names);
        Assert.Equal(Math.Ceiling(1000m / count) * Math.Ceiling(count / 10m), target.Requests.Count);
    }

    [Fact]
    public async Task A_cursor_that_the_target_has_forgotten_is_walked_to_again()
    {
        var paged = new PagedTarget(40) { ByCursor = true, Cap = 10 };
        await using var target = await paged.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { paging: \"cursor\", pageSize: 10 }, User: {} });"
        );
        await gateway.GetAsync("Users?startIndex=1&count=5");
        paged.Forgotten = "c6";

        var list = (await gateway.GetAsync("Users?startIndex=6&count=5")).Json!;

        Assert.Equal(["user6", "user7", "user8", "user9", "user10"], Names(list));
        Assert.Equal(["count=5&cursor=", "count=5&cursor=c6", "count=10&cursor="], PagedTarget.Asked(target));
    }

    [Fact]
    public async Task A_page_is_no_larger_than_the_gateway_allows()
    {
        await using var target = await new PagedTarget(200) { Cap = 10 }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { pageSize: 10 }, User: {} });",
            top: "limits: { pageResources: 25 }"
        );

        var list = (await gateway.GetAsync("Users?count=100000")).Json!;

        Assert.Equal((200, 25), (list["totalResults"]!.GetValue<int>(), Names(list).Count()));
        Assert.Equal(3, target.Requests.Count);
    }

    [Fact]
    public async Task A_look_up_that_finds_its_one_is_not_counted()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, """{"Resources":[{"id":"1","userName":"ana"}]}""");
        await using var gateway = await TestGateway.StartAsync(target.Url);

        Assert.Single(await gateway.FindAsync("Users", "userName eq \"ana\""));

        Assert.Single(target.Requests);
    }

    /// <summary>A target whose nextCursor leads back to its own page would keep the gateway for ever.</summary>
    [Fact]
    public async Task Cursors_of_a_target_that_lead_nowhere_are_its_fault()
    {
        await using var target = await FakeTarget.AnsweringAsync(
            200,
            """{"totalResults":9,"nextCursor":"again","Resources":[{"id":"1","userName":"ana"}]}"""
        );
        await using var gateway = await TestGateway.StartAsync(target.Url, "target({ can: { paging: \"cursor\" }, User: {} });");

        (await gateway.GetAsync("Users?count=5")).IsScimError(502);

        Assert.Equal(2, target.Requests.Count);
    }

    private static PagedTarget Target(string words) => new(20)
    {
        Cap = words.Contains("cap=7", StringComparison.Ordinal) ? 7 : int.MaxValue,
        ByCursor = words.Contains("cursor", StringComparison.Ordinal),
        Whole = words.Contains("whole", StringComparison.Ordinal),
        Total = words.Contains("uncounted", StringComparison.Ordinal) ? (_, _) => null
            : words.Contains("miscounted", StringComparison.Ordinal) ? (page, _) => page
            : (_, all) => all,
    };

    private static int[] Numbers(string range) =>
        range.Length == 0 ? []
        : range.Split('-').Select(int.Parse).ToArray() is var ends ? [.. Enumerable.Range(ends[0], ends[1] - ends[0] + 1)]
        : [];

    private static IEnumerable<string?> Names(JsonObject list) =>
        list["Resources"]!.AsArray().Select(user => user.At("userName"));

    [Theory]
    [InlineData(1, 5, 1)]
    [InlineData(6, 5, 6)]
    [InlineData(11, 5, 11)]
    [InlineData(21, 5, 21)]
    public async Task A_target_that_gives_more_than_was_asked_for_loses_nobody(int startIndex, int count, int first)
    {
        await using var target = await FakeTarget.StartAsync((context, request) =>
        {
            int from = int.Parse(context.Request.Query["startIndex"].FirstOrDefault() ?? "1", CultureInfo.InvariantCulture);
            var page = Enumerable
                .Range(1, 23)
                .Skip(from - 1)
                .Take(10)
                .Select(number => $$"""{"id":"{{number}}","userName":"u{{number}}"}""")
                .ToList();
            return context.AnswerAsync(200, $$"""{"totalResults":23,"startIndex":{{from}},"itemsPerPage":{{page.Count}},"Resources":[{{string.Join(',', page)}}]}""");
        });
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var list = (await gateway.GetAsync($"Users?startIndex={startIndex}&count={count}")).Json!;

        Assert.Equal(
            Enumerable.Range(first, Math.Min(count, 24 - first)).Select(number => $"{number}"),
            list["Resources"]!.AsArray().Select(user => (string?)user!["id"])
        );
        Assert.Equal((23, first), ((int)list["totalResults"]!, (int)list["startIndex"]!));
    }
}
