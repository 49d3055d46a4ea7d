using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>Pages by cursor (RFC 9865), whatever pages the target has.</summary>
public sealed class CursorStoriesTests
{
    private const string Two = """
        listen: http://127.0.0.1:0
        publicUrl: https://gw.example
        clients:
          - { name: a, profile: strict, token: file:a, targets: [one, two] }
          - { name: b, profile: strict, token: file:b, targets: [one, two] }
        targets:
          - { name: one, url: URL, auth: { bearer: file:a } }
          - { name: two, url: URL, auth: { bearer: file:a } }
        """;

    [Theory] // a target of 20 users; the client walks them by pages of 6
    [InlineData("", "", "", "count=6 startIndex=7&count=6 startIndex=13&count=6 startIndex=19&count=6")]
    [InlineData("cap=4", "pageSize: 4", "", "count=4 startIndex=5&count=2 startIndex=7&count=4 startIndex=11&count=2 startIndex=13&count=4 startIndex=17&count=2 startIndex=19&count=4")]
    [InlineData(
        "cursor cap=10",
        "paging: \"cursor\"",
        "",
        "count=6&cursor= count=6&cursor=c7 count=6&cursor=c13 count=6&cursor=c19"
    )]
    [InlineData("whole", "paging: \"none\"", "", "   ")]
    [InlineData("cap=8", "pageSize: 8, filters: false", "active eq false", "count=8 startIndex=9&count=8 startIndex=17&count=8")]
    [InlineData(
        "cursor cap=8",
        "paging: \"cursor\", pageSize: 8, filters: false",
        "active eq true",
        "count=8&cursor= count=8&cursor=c9 count=1&cursor=c9 count=8&cursor=c10 count=8&cursor=c18"
    )]
    public async Task Cursors_lead_through_all_once_each_and_end(string target, string can, string filter, string asked)
    {
        await using var server = await Target(target).StartAsync();
        await using var gateway = await TestGateway.StartAsync(server.Url, $"target({{ can: {{ {can} }}, User: {{}} }});");

        var names = await WalkAsync(
            gateway.Client,
            $"Users?count=6{(filter.Length > 0 ? $"&filter={Uri.EscapeDataString(filter)}" : "")}"
        );

        Assert.Equal(Enumerable
            .Range(1, 20)
            .Where(number => filter.Length == 0 || (number % 3 != 0) == filter.EndsWith("true", StringComparison.Ordinal))
            .Select(number => $"user{number}"), names);
        if (!asked.Contains("count=1&", StringComparison.Ordinal)) Assert.Equal(asked.Split(' '), PagedTarget.Asked(server));
    }

    [Fact]
    public async Task A_page_by_cursor_says_how_many_there_are_when_the_target_does_and_nothing_of_an_index()
    {
        await using var target = await new PagedTarget(20).StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var list = (await gateway.GetAsync("Users?cursor&count=6")).Json!;

        Assert.Equal((20, 6), (list["totalResults"]!.GetValue<int>(), list["itemsPerPage"]!.GetValue<int>()));
        Assert.False(list.ContainsKey("startIndex"));
    }

    /// <summary>RFC 9865 section 2 lets a total be left out: to count, a scan would have to go through all, page after
    /// page.</summary>
    [Fact]
    public async Task A_filter_that_the_target_does_not_know_is_gone_through_once_and_not_counted()
    {
        await using var target = await new PagedTarget(1000) { Cap = 100 }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { filters: false, pageSize: 100 }, User: {} });",
            top: "limits: { scanResources: 300 }"
        );
        string query = $"Users?count=50&filter={Uri.EscapeDataString("active eq false")}";

        var first = (await gateway.GetAsync(query + "&cursor")).Json!;
        Assert.False(first.ContainsKey("totalResults"));
        var names = await WalkAsync(gateway.Client, query);

        // 333 are inactive: more than the bound lets one request go through, and yet none is missed.
        Assert.Equal(Enumerable.Range(1, 333).Select(number => $"user{number * 3}"), names);
        Assert.InRange(target.Requests.Count, 12, 22);
        (await gateway.GetAsync(query)).IsScimError(400, "tooMany");
    }

    /// <summary>One request goes no further than the bound; the next one goes on from there.</summary>
    [Fact]
    public async Task A_scan_that_finds_nothing_within_its_bound_is_gone_on_with_by_cursor()
    {
        await using var target = await new PagedTarget(1000) { Cap = 100 }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { filters: false, pageSize: 100 }, User: {} });",
            top: "limits: { scanResources: 300 }"
        );
        string query = $"Users?count=5&filter={Uri.EscapeDataString("title eq \"t000002\"")}";

        var first = (await gateway.GetAsync(query + "&cursor")).Json!;

        Assert.Empty(first["Resources"]!.AsArray());
        Assert.Equal(3, target.Requests.Count);
        Assert.Equal(["user998"], await WalkAsync(gateway.Client, query));
    }

    [Fact]
    public async Task A_sorted_list_is_walked_by_cursor_too()
    {
        await using var target = await new PagedTarget(20) { Cap = 7 }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { sort: false, pageSize: 7 }, User: {} });"
        );

        Assert.Equal(
            Enumerable.Range(1, 20).Reverse().Select(number => $"user{number}"),
            await WalkAsync(gateway.Client, "Users?count=6&sortBy=title")
        );
    }

    [Fact]
    public async Task A_cursor_tells_nothing_and_cannot_be_changed()
    {
        await using var target = await new PagedTarget(20) { ByCursor = true }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, "target({ can: { paging: \"cursor\" }, User: {} });");
        string cursor = (await gateway.GetAsync("Users?cursor&count=5")).Json.At("nextCursor")!;
        string again = (await gateway.GetAsync("Users?cursor&count=5")).Json.At("nextCursor")!;

        Assert.Matches("^[A-Za-z0-9_-]+$", cursor);
        Assert.NotEqual(cursor, again);
        for (int i = 0; i < cursor.Length; i++)
        {
            string forged = cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..];
            // The last character of base64url may hold bits that stand for nothing.
            var answer = await gateway.GetAsync($"Users?count=5&cursor={forged}");
            if (i < cursor.Length - 1) answer.IsScimError(400, "invalidCursor");
        }

        foreach (string odd in new[] { "A", "AAAA", cursor[..^4], cursor + "AAAA", "c6" })
            (await gateway.GetAsync($"Users?count=5&cursor={odd}")).IsScimError(400, "invalidCursor");
    }

    [Theory]
    [InlineData("a", "one/Users?count=9", true)] // the size of a page is free
    [InlineData("b", "one/Users?count=5", false)]
    [InlineData("a", "two/Users?count=5", false)]
    [InlineData("a", "one/Groups?count=5", false)]
    [InlineData("a", "one/Users?count=5&filter=active%20eq%20true", false)]
    [InlineData("a", "one/Users?count=5&sortBy=userName", false)]
    [InlineData("a", "one/Users?count=5&attributes=userName", false)]
    public async Task A_cursor_is_good_for_one_client_target_and_query(string client, string query, bool good)
    {
        await using var target = await new PagedTarget(20).StartAsync();
        await using var gateway = await TestGateway.FromYamlAsync(
            Two.Replace("URL", target.Url, StringComparison.Ordinal),
            new Dictionary<string, string> { ["a"] = "token-of-client-a", ["b"] = "token-of-client-b" }
        );
        using var owner = gateway.NewClient("token-of-client-a");
        using var user = gateway.NewClient($"token-of-client-{client}");
        string cursor = (await ReadAsync(owner, "one/Users?count=5&cursor")).Json.At("nextCursor")!;

        var answer = await ReadAsync(user, $"{query}&cursor={cursor}");

        if (good) Assert.Equal("user6", answer.Json!["Resources"]![0].At("userName"));
        else answer.IsScimError(400, "invalidCursor");
    }

    [Fact]
    public async Task Cursors_outlive_a_reload_and_with_a_key_of_the_config_the_process()
    {
        await using var target = await new PagedTarget(20).StartAsync();
        await using var one = await TestGateway.StartAsync(target.Url, top: "cursorKey: file:token");
        await using var other = await TestGateway.StartAsync(target.Url, top: "cursorKey: file:token");
        await using var stranger = await TestGateway.StartAsync(target.Url);
        string shared = (await one.GetAsync("Users?count=5&cursor")).Json.At("nextCursor")!;
        string own = (await stranger.GetAsync("Users?count=5&cursor")).Json.At("nextCursor")!;

        await stranger.Host.ReloadAsync();

        Assert.Equal(200, (await other.GetAsync($"Users?count=5&cursor={shared}")).Status);
        Assert.Equal(200, (await stranger.GetAsync($"Users?count=5&cursor={own}")).Status);
        (await stranger.GetAsync($"Users?count=5&cursor={shared}")).IsScimError(400, "invalidCursor");
    }

    private static PagedTarget Target(string words) => new(20)
    {
        Cap = words.Contains("cap=", StringComparison.Ordinal)
            ? int.Parse(words[(words.IndexOf('=', StringComparison.Ordinal) + 1)..])
            : int.MaxValue,
        ByCursor = words.Contains("cursor", StringComparison.Ordinal),
        Whole = words.Contains("whole", StringComparison.Ordinal),
    };

    private static async Task<IReadOnlyList<string?>> WalkAsync(HttpClient client, string query)
    {
        var names = new List<string?>();
        string? cursor = "";
        while (cursor is not null)
        {
            var page = await ReadAsync(client, $"{query}&cursor={cursor}");
            Assert.True(page.Status == 200, page.Text);
            names.AddRange(page.Json!["Resources"]!.AsArray().Select(user => user.At("userName")));
            Assert.True(names.Count <= 1000, "The cursors never end.");
            cursor = page.Json.At("nextCursor");
        }

        return names;
    }

    private static async Task<Answer> ReadAsync(HttpClient client, string query)
    {
        using var response = await client.GetAsync(query);
        return await Answer.ReadAsync(response);
    }
}
