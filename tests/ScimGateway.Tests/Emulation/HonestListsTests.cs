using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>Lists never repeat and never lose: what a target says of its pages is held to.</summary>
public sealed class HonestListsTests
{
    private const string Scans = "filters: false, pageSize: 20";

    // A target of 450 users that always gives its first page | what its answer says of itself | can | query
    [Theory]
    [InlineData(
        "total start",
        Scans,
        "Users?filter=userName%20eq%20%22user300%22",
        "startIndex 21 and answered with the one at startIndex 1"
    )]
    [InlineData("total", Scans, "Users?filter=userName%20eq%20%22user300%22", "nobody who was not on an earlier one")]
    [InlineData("total", "pageSize: 20", "Users?count=100", "nobody who was not on an earlier one")]
    [InlineData(
        "total start",
        "pageSize: 20",
        "Users?startIndex=41&count=20",
        "startIndex 41 and answered with the one at startIndex 1"
    )]
    [InlineData(
        "start",
        "pageSize: 20",
        "Users?startIndex=41&count=20",
        "startIndex 41 and answered with the one at startIndex 1"
    )]
    public async Task A_target_that_ignores_startIndex_is_502(string says, string can, string query, string why)
    {
        await using var target = await SameEachTime(says, 450).StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            $"target({{ can: {{ {can} }}, User: {{}} }});",
            more: TestGateway.EachCallAlone
        );

        var refused = (await gateway.GetAsync(query)).IsScimError(502);

        Assert.Contains(why, refused.Detail, StringComparison.Ordinal);
        Assert.Equal("unusable answer", (string?)Assert.Single(await gateway.StopAndReadAuditAsync())["targetFault"]);
    }

    /// <summary>Page by page it is the client that goes on, and the gateway remembers who came first.</summary>
    [Fact]
    public async Task A_client_that_goes_on_by_index_does_not_get_the_first_page_again()
    {
        await using var target = await SameEachTime("total", 450).StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, more: TestGateway.EachCallAlone);

        Assert.Equal(200, (await gateway.GetAsync("Users?startIndex=1&count=20")).Status);
        var refused = (await gateway.GetAsync("Users?startIndex=21&count=20")).IsScimError(502);

        Assert.Contains("answered with its first one", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_total_is_told_a_repeated_page_stays_the_end()
    {
        await using var target = await SameEachTime("", 450).StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, "target({ can: { pageSize: 20 }, User: {} });");

        Assert.Equal("20", (await gateway.GetAsync("Users?count=100")).Json.At("totalResults"));
    }

    /// <summary>Somebody was created at the front while the list was read: the last of a page comes again on the next.</summary>
    [Theory]
    [InlineData(45, "1-45")]
    [InlineData(40, "1-40")] // the page that shifted has nobody else
    public async Task Single_repeated_ids_are_left_out_and_the_walk_goes_on(int users, string seen)
    {
        int created = 0;
        await using var target = await FakeTarget.StartAsync((context, _) =>
        {
            int start = Number(context, "startIndex", 1), all = users + created;
            var page = Enumerable.Range(start - created, Math.Clamp(all - start + 1, 0, 20)).Select(User);
            if (start == 1) created = 1;
            return context.AnswerAsync(200, $$"""{"totalResults":{{all}},"Resources":[{{string.Join(',', page)}}]}""");
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, "target({ can: { pageSize: 20 }, User: {} });");

        var list = (await gateway.GetAsync("Users?count=100")).Json!;

        string[] ids = [.. list["Resources"]!.AsArray().Select(user => user.At("id")!)];
        Assert.Equal(seen, $"{ids[0]}-{ids[^1]}");
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(users, ids.Length);
    }

    [Theory] // fewer can be read than the total says
    [InlineData("paging: \"none\"", "Users")]
    [InlineData("paging: \"none\", filters: false", "Users?filter=userName%20eq%20%22nobody%22")]
    [InlineData("paging: \"cursor\"", "Users?count=100")]
    [InlineData("filters: false, pageSize: 20", "Users?filter=userName%20eq%20%22nobody%22")]
    [InlineData("pageSize: 20", "Users?count=100")]
    [InlineData("pageSize: 20", "Users?startIndex=31&count=10")]
    [InlineData("", "Users?filter=userName%20eq%20%22nobody%22")]
    public async Task Fewer_than_the_total_says_are_502_and_never_nobody(string can, string query)
    {
        await using var target = await FakeTarget.StartAsync((context, request) =>
        {
            bool isFiltered = request.PathAndQuery.Contains("filter=", StringComparison.Ordinal);
            var page = Enumerable.Range(1, 20).Where(_ => !isFiltered && Number(context, "startIndex", 1) == 1).Select(User);
            return context.AnswerAsync(
                200,
                $$"""{"totalResults":{{(isFiltered ? 1 : 450)}},"Resources":[{{string.Join(',', page)}}]}"""
            );
        });
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            $"target({{ can: {{ {can} }}, User: {{}} }});",
            more: TestGateway.EachCallAlone
        );

        Assert.Contains(
            "The target says that ",
            (await gateway.GetAsync(query)).IsScimError(502).Detail,
            StringComparison.Ordinal
        );
    }

    // a target of 7 users that says 3 | can | query | before the 502
    [Theory]
    [InlineData("", "Users", 7)]
    [InlineData("", "Users?count=5", 5)]
    [InlineData("", "Users?startIndex=3&count=2", 4)]
    [InlineData("", "Users?startIndex=4&count=2", 5)] // beyond the total
    [InlineData("", "Users?startIndex=6", 7)]
    [InlineData("projection: false", "Users?startIndex=4&count=2&attributes=userName", 5)]
    [InlineData("pageSize: 2", "Users?count=100", 4)]
    [InlineData("filters: false", "Users?filter=userName%20eq%20%22nobody%22", 7)]
    [InlineData("paging: \"none\"", "Users", 7)]
    [InlineData("projection: false", "Users?attributes=userName", 7)]
    public async Task More_than_the_total_says_are_502_and_never_the_end(string can, string query, int shown)
    {
        await using var target = await TooLow().StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            $"target({{ can: {{ {can} }}, User: {{}} }});",
            more: TestGateway.EachCallAlone
        );

        Assert.StartsWith(
            $"The target says that 3 User resources match, and shows {shown}. Where its totals are not true, its mapping says so: totals: false.",
            (await gateway.GetAsync(query)).IsScimError(502).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_total_that_the_mapping_calls_untrue_is_counted()
    {
        await using var target = await TooLow().StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { totals: false }, User: {} });",
            more: TestGateway.EachCallAlone
        );

        Assert.Equal("7", (await gateway.GetAsync("Users?count=2")).Json.At("totalResults"));
        Assert.Equal("7", (await gateway.GetAsync("Users")).Json.At("totalResults"));
    }

    /// <summary>As scimmy: a startIndex beyond the end is answered with the first page, under that startIndex; others give their
    /// last.</summary>
    [Theory]
    [InlineData("Users?startIndex=9&count=2", "first")]
    [InlineData("Users?startIndex=8&count=10", "first")]
    [InlineData("Users?startIndex=9&count=2", "last")]
    [InlineData("Users?startIndex=8&count=10", "last")]
    public async Task Beyond_the_end_nobody_is_shown_too_many(string query, string again)
    {
        await using var target = await FakeTarget.StartAsync((context, _) =>
        {
            int start = Number(context, "startIndex", 1), count = Math.Min(Number(context, "count", 100), 7);
            var page = Enumerable.Range(1, 7).Skip(start <= 7 ? start - 1
            : again == "first" ? 0
            : 7 - count).Take(count).Select(User);
            return context.AnswerAsync(
                200,
                $$"""{"totalResults":7,"startIndex":{{start}},"Resources":[{{string.Join(',', page)}}]}"""
            );
        });
        await using var gateway = await TestGateway.StartAsync(target.Url, more: TestGateway.EachCallAlone);

        var list = (await gateway.GetAsync(query)).Json!;

        Assert.Equal(("7", 0), (list.At("totalResults"), list["Resources"]!.AsArray().Count));
    }

    /// <summary>AWS answers a question without a cursor with 100 users and a total of 100.</summary>
    [Fact]
    public async Task The_first_page_by_cursor_is_asked_for_with_an_empty_cursor()
    {
        await using var target = await FakeTarget.StartAsync((context, _) =>
        {
            if (!context.Request.Query.ContainsKey("cursor"))
                return context.AnswerAsync(200, $$"""{"totalResults":2,"Resources":[{{User(1)}},{{User(2)}}]}""");
            bool isFirst = context.Request.Query["cursor"] == "";
            string next = isFirst ? "\"nextCursor\":\"more\"," : "";
            return context.AnswerAsync(
                200,
                $$"""{"totalResults":4,{{next}}"Resources":[{{User(isFirst ? 1 : 3)}},{{User(isFirst ? 2 : 4)}}]}"""
            );
        });
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { paging: \"cursor\", pageSize: 2 }, User: {} });"
        );

        var list = (await gateway.GetAsync("Users?count=10")).Json!;

        Assert.Equal(["1", "2", "3", "4"], list["Resources"]!.AsArray().Select(user => user.At("id")));
        Assert.Equal(
            ["/Users?count=2&cursor=", "/Users?count=2&cursor=more"],
            target.Requests.Select(request => request.PathAndQuery)
        );
    }

    // what the target shows | can | the client's filter | what the target is asked, or the refusal
    [Theory]
    [InlineData("membersReturned: false", "members.value eq \"u1\"", "GET /Groups?filter=members.value%20eq%20%22u1%22")]
    [InlineData("membersReturned: false, filters: false", "members.value eq \"u1\"", "400")]
    [InlineData("membersReturned: false, filters: false", "not (members pr)", "400")]
    [InlineData("membersReturned: false, filters: false", "members[value eq \"u1\"] or displayName eq \"a\"", "400")]
    [InlineData(
        "membersReturned: false, filters: { operators: ['eq'], attributes: ['displayName'] }",
        "displayName eq \"g2\" and members.value eq \"u1\"",
        "400"
    )]
    [InlineData(
        "membersReturned: false, filters: { operators: ['eq'], attributes: ['members.value'] }",
        "members.value eq \"u1\" and displayName sw \"g\"",
        "GET /Groups?filter=members.value%20eq%20%22u1%22&count=500"
    )]
    [InlineData("membersReturned: 1, filters: false", "members.value eq \"u2\"", "400")]
    [InlineData(
        "listsLack: ['members'], filters: false",
        "members.value eq \"u1\"",
        "GET /Groups?count=200 GET /Groups/1 GET /Groups/2"
    )]
    [InlineData(
        "listsLack: ['members.value'], filters: { operators: ['eq'], attributes: ['displayName'] }",
        "members[value eq \"u1\"]",
        "GET /Groups?count=200 GET /Groups/1 GET /Groups/2"
    )]
    [InlineData("listsLack: ['members'], filters: false, read: false", "members.value eq \"u1\"", "400")]
    [InlineData("listsLack: ['members'], filters: false", "displayName eq \"g1\"", "GET /Groups?count=500")]
    public async Task A_filter_on_what_lists_do_not_show_is_pushed_down_read_or_refused(string can, string filter, string asked)
    {
        const string members = ",\"members\":[{\"value\":\"u1\"}]";
        await using var target = await FakeTarget.StartAsync((context, request) =>
        {
            bool isPushed = request.PathAndQuery.Contains("members", StringComparison.Ordinal),
                isList = request.PathAndQuery.StartsWith("/Groups?", StringComparison.Ordinal);
            bool shows = can.Contains("membersReturned: 1", StringComparison.Ordinal) || !isList;
            string one = $$"""{"id":"1","displayName":"g1"{{(shows ? members : "")}}}""",
                two = """{"id":"2","displayName":"g2"}""";
            if (!isList) return context.AnswerAsync(200, request.PathAndQuery.EndsWith('1') ? one : two);
            return context.AnswerAsync(200, isPushed
                ? $$"""{"totalResults":1,"Resources":[{{one}}]}"""
                : $$"""{"totalResults":2,"Resources":[{{one}},{{two}}]}""");
        });
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            $"target({{ can: {{ {can} }}, Group: {{}} }});",
            more: TestGateway.EachCallAlone
        );

        var answer = await gateway.GetAsync(Bodies.Query("Groups", filter));

        if (asked == "400")
        {
            answer.IsScimError(400, "invalidFilter");
            return;
        }

        Assert.Equal("1", Assert.Single(answer.Json!["Resources"]!.AsArray()).At("id"));
        Assert.Equal(asked, string.Join(' ', target.Requests.Select(request => $"{request.Method} {request.PathAndQuery}")));
    }

    [Fact]
    public async Task Reading_one_by_one_has_a_bound()
    {
        await using var target = await new PagedTarget(1000) { Cap = 100 }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { filters: false, listsLack: ['emails'], pageSize: 100 }, User: {} });",
            more: TestGateway.EachCallAlone
        );

        var refused = (await gateway.GetAsync(Bodies.Query("Users", "emails.value eq \"a@x.org\""))).IsScimError(400, "tooMany");

        Assert.Contains("reads one by one", refused.Detail, StringComparison.Ordinal);
    }

    private static PagedTarget TooLow() => new(7) { Total = (_, _) => 3 };

    private static FirstPage SameEachTime(string says, int users) => new(says, users);

    private static string User(int number) => $$"""{"id":"{{number}}","userName":"user{{number}}"}""";

    private static int Number(HttpContext context, string name, int otherwise) =>
        int.TryParse(context.Request.Query[name], out int number) ? number : otherwise;

    private sealed class FirstPage(string says, int users)
    {
        public Task<FakeTarget> StartAsync() => FakeTarget.StartAsync((context, _) =>
        {
            var list = new JsonObject
            {
                ["Resources"] = new JsonArray([
                .. Enumerable.Range(1, 20).Select(number => JsonNode.Parse(User(number))),
            ])
            };
            if (says.Contains("total", StringComparison.Ordinal)) list["totalResults"] = users;
            if (says.Contains("start", StringComparison.Ordinal)) list["startIndex"] = 1;
            return context.AnswerAsync(200, list.ToJsonString());
        });
    }
}
