using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Lives;

/// <summary>More users than any page holds: 1,002.</summary>
public sealed class ScimmyPagesTests(ScimmyFixture fixture) : ScimmyLife(fixture, "strict")
{
    private const int Users = 1002;

    [Fact]
    public async Task Every_user_is_seen_page_by_page_and_each_page_is_one_call()
    {
        await FillAsync();
        var seen = new List<string>();
        var totals = new HashSet<int>();

        var calls = await CallsOfAsync(async () =>
        {
            for (int start = 1; start <= Users; start += 100)
            {
                var page = await PageAsync($"startIndex={start}&count=100");
                Assert.Equal(
                    (start, Math.Min(100, Users - start + 1)),
                    (page["startIndex"]!.GetValue<int>(), page["itemsPerPage"]!.GetValue<int>())
                );
                totals.Add(page["totalResults"]!.GetValue<int>());
                seen.AddRange(page["Resources"]!.AsArray().Select(user => user.At("userName")!));
            }
        });

        Assert.Equal([Users], totals);
        Assert.Equal(Enumerable.Range(1, Users).Select(Name), seen);
        Assert.Equal(11, calls.Count);
    }

    /// <summary>RFC 7644 section 3.4.2.4: "startIndex" below 1 is 1, "count" 0 asks for the total alone, beyond the end is
    /// nothing.</summary>
    [Fact]
    public async Task The_paging_of_the_RFC_holds()
    {
        await FillAsync();

        await PageIsAsync("startIndex=1&count=0", Users, []);
        await PageIsAsync("startIndex=0&count=2", Users, [1, 2]);
        await PageIsAsync("startIndex=-5&count=2", Users, [1, 2]);
        await PageIsAsync("startIndex=1001&count=100", Users, [1001, 1002]);
        await PageIsAsync("startIndex=2000&count=10", Users, []);
        await PageIsAsync("filter=userName%20sw%20%22user09%22&startIndex=99&count=10", 100, [998, 999]);
    }

    private async Task PageIsAsync(string query, int total, int[] users)
    {
        var page = await PageAsync(query);
        Assert.Equal(
            (query, total, users.Length),
            (query, page["totalResults"]!.GetValue<int>(), page["itemsPerPage"]!.GetValue<int>())
        );
        Assert.Equal(users.Select(Name), page["Resources"]!.AsArray().Select(user => user.At("userName")));
    }

    private static string Name(int number) => $"user{number.ToString("0000", CultureInfo.InvariantCulture)}@x.org";

    private async Task<JsonObject> PageAsync(string query)
    {
        var page = await Gateway.GetAsync($"Users?{query}");
        Assert.Equal(200, page.Status);
        return page.Json!;
    }

    // Straight to scimmy: how they came there is not the story.
    private async Task FillAsync()
    {
        using var client = Scimmy.CreateClient();
        for (int number = 1; number <= Users; number++)
        {
            using var body = new StringContent(
                $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{Name(number)}}"}""",
                Encoding.UTF8,
                "application/scim+json"
            );
            (await client.PostAsync("Users", body)).EnsureSuccessStatusCode();
        }
    }
}
