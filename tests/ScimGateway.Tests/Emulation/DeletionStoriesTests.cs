using ScimGateway.Configuration;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>DELETE at a target that only deactivates (Leapsome, Salesforce): for the client the user is gone, until it creates him again.</summary>
public sealed class DeletionStoriesTests : IAsyncLifetime
{
    private const string Mapping = "target({ can: { patch: false, delete: \"deactivate\", filters: false, pageSize: 3 }, User: {} });";

    private readonly PutOnlyTarget target = new() { PageSize = 3 };
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        await target.StartAsync();
        gateway = await TestGateway.StartAsync(target.Url, Mapping, more: TestGateway.EachCallAlone);
        for (int number = 1; number <= 8; number++)
            target.Store($"/Users/{number}", $$"""{"id":"{{number}}","userName":"user{{number}}@x.org","active":true,"title":"CTO"}""");
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await target.DisposeAsync();
    }

    private static string User(string userName, string more = "") =>
        $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{userName}}"{{more}}}""";

    private async Task DeleteAsync(params int[] numbers)
    {
        foreach (int number in numbers) Assert.Equal(204, (await gateway.DeleteAsync($"Users/{number}")).Status);
    }

    [Fact]
    public async Task A_deleted_user_is_deactivated_at_the_target_and_gone_for_the_client()
    {
        await DeleteAsync(2);
        Assert.Equal(("false", "CTO"), (target.Stored("/Users/2").At("active"), target.Stored("/Users/2").At("title")));
        int calls = target.Calls.Count();

        (await gateway.GetAsync("Users/2")).IsScimError(404);
        (await gateway.PutAsync("Users/2", User("user2@x.org"))).IsScimError(404);
        (await gateway.PatchAsync("Users/2", Bodies.Patch("""{"op":"replace","path":"active","value":true}"""))).IsScimError(404);
        (await gateway.DeleteAsync("Users/2")).IsScimError(404);

        Assert.Equal(calls, target.Calls.Count());
        Assert.Equal("false", target.Stored("/Users/2").At("active"));
    }

    [Theory]
    [InlineData("Users", 3, 5, "1 3 5")]
    [InlineData("Users?startIndex=1&count=2", 2, 5, "1 3")]
    [InlineData("Users?startIndex=2&count=3", 3, 5, "3 5 6")]
    [InlineData("Users?startIndex=4&count=5", 2, 5, "6 8")]
    [InlineData("Users?startIndex=6", 0, 5, "")]
    [InlineData("Users?count=0", 0, 5, "")]
    [InlineData("Users?filter=title%20eq%20%22CTO%22", 5, 5, "1 3 5 6 8")]
    [InlineData("Users?filter=title%20eq%20%22CTO%22&startIndex=3&count=2", 2, 5, "5 6")]
    [InlineData("Users?filter=userName%20eq%20%22user4@x.org%22", 0, 0, "")]
    public async Task A_list_counts_and_pages_without_the_deleted(string query, int itemsPerPage, int totalResults, string ids)
    {
        await DeleteAsync(2, 4, 7);

        var list = (await gateway.GetAsync(query)).Json!;

        Assert.Equal((itemsPerPage, totalResults), (list["itemsPerPage"]!.GetValue<int>(), list["totalResults"]!.GetValue<int>()));
        Assert.Equal(ids, string.Join(' ', list["Resources"]!.AsArray().Select(user => user.At("id"))));
    }

    [Fact]
    public async Task A_user_who_was_only_deactivated_stays_in_lists()
    {
        await gateway.PatchAsync("Users/1", Bodies.Patch("""{"op":"replace","path":"active","value":false}"""));
        await DeleteAsync(2);

        Assert.Equal("1", Assert.Single(await gateway.FindAsync("Users", "active eq false")).At("id"));
    }

    [Fact]
    public async Task A_walk_for_a_page_ends_when_the_page_is_full_and_every_deleted_user_was_met()
    {
        await DeleteAsync(2);
        int calls = target.Calls.Count();

        var list = (await gateway.GetAsync("Users?count=2")).Json!;

        Assert.Equal(7, list["totalResults"]!.GetValue<int>());
        Assert.Equal(["GET /Users?count=2", "GET /Users?startIndex=1&count=3"], target.Calls.Skip(calls));
    }

    [Fact]
    public async Task Created_again_it_is_the_same_user_active_and_with_nothing_of_before()
    {
        await DeleteAsync(2);

        var created = await gateway.PostAsync("Users", User("USER2@x.org", ""","displayName":"Bo" """));

        Assert.Equal((201, "2", "https://gw.example/scim/v2/Users/2"), (created.Status, created.Json.At("id"), created.Response.Headers.Location?.ToString()));
        var stored = target.Stored("/Users/2");
        Assert.Equal(("true", null, "Bo"), (stored.At("active"), stored.At("title"), stored.At("displayName")));
        Assert.Equal(200, (await gateway.GetAsync("Users/2")).Status);
        Assert.Equal(8, (await gateway.GetAsync("Users")).Json!["totalResults"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_create_that_wants_him_inactive_gets_him_inactive()
    {
        await DeleteAsync(2);

        await gateway.PostAsync("Users", User("user2@x.org", ""","active":false"""));

        Assert.Equal("false", target.Stored("/Users/2").At("active"));
        Assert.Equal(200, (await gateway.GetAsync("Users/2")).Status);
    }

    [Fact]
    public async Task Of_two_creates_at_once_one_revives_and_the_other_is_told_of_the_conflict()
    {
        await DeleteAsync(2);

        var answers = await Task.WhenAll(gateway.PostAsync("Users", User("user2@x.org")), gateway.PostAsync("Users", User("user2@x.org")));

        Assert.Equal([201, 409], answers.Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task What_the_target_has_forgotten_after_all_is_created_anew()
    {
        await DeleteAsync(8);
        target.Erase("/Users/8");

        var created = await gateway.PostAsync("Users", User("user8@x.org"));

        Assert.Equal((201, "user8@x.org"), (created.Status, target.Stored($"/Users/{created.Json.At("id")}").At("userName")));
    }

    [Fact]
    public async Task A_revival_that_fails_leaves_him_deleted_and_a_repeat_brings_him_back()
    {
        await DeleteAsync(2);
        target.FailingPuts = 1;

        (await gateway.PostAsync("Users", User("user2@x.org"))).IsScimError(503);
        (await gateway.GetAsync("Users/2")).IsScimError(404);

        Assert.Equal("2", (await gateway.PostAsync("Users", User("user2@x.org"))).Json.At("id"));
    }

    [Fact]
    public async Task Deletions_outlive_the_gateway()
    {
        string state = $"state: sqlite:{gateway.Folder}/lasting/gateway.db";
        await using (var first = await TestGateway.StartAsync(target.Url, Mapping, top: state)) await first.DeleteAsync("Users/3");
        await using var second = await TestGateway.StartAsync(target.Url, Mapping, top: state);

        (await second.GetAsync("Users/3")).IsScimError(404);
        Assert.Equal("3", (await second.PostAsync("Users", User("user3@x.org"))).Json.At("id"));
    }

    [Fact]
    public async Task The_file_holds_no_name_of_a_deleted_person()
    {
        await DeleteAsync(2);
        string folder = Path.Combine(gateway.Folder, "data");
        string[] files = Directory.GetFiles(folder, "gateway.db*");

        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain("user2@x.org", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_gateway_whose_store_cannot_be_written_does_not_start()
    {
        var fault = await Assert.ThrowsAsync<ConfigException>(() => TestGateway.StartAsync(target.Url, Mapping, top: "state: sqlite:/proc/none/gateway.db"));

        Assert.Contains("state: The gateway's own store (state) cannot be used", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_nobody_needs_is_not_made()
    {
        await using var plain = await TestGateway.StartAsync(target.Url, "target({ User: {} });", top: "state: sqlite:/proc/none/gateway.db");

        Assert.Equal(200, (await plain.GetAsync("Users/1")).Status);
    }

    [Fact]
    public async Task In_memory_it_works_without_a_file()
    {
        await using var forgetful = await TestGateway.StartAsync(target.Url, Mapping, top: "state: memory");

        await forgetful.DeleteAsync("Users/1");

        (await forgetful.GetAsync("Users/1")).IsScimError(404);
        Assert.False(File.Exists(Path.Combine(forgetful.Folder, "data", "gateway.db")));
    }

    [Fact]
    public async Task A_group_has_nothing_to_deactivate_and_is_deleted()
    {
        await using var groups = await new PutOnlyTarget { Deletes = true }.StartAsync();
        groups.Store("/Groups/1", """{"id":"1","displayName":"R&D"}""");
        await using var deactivating = await TestGateway.StartAsync(groups.Url, """target({ can: { patch: false, delete: "deactivate" }, User: {}, Group: {} });""");

        var answer = await deactivating.DeleteAsync("Groups/1");

        Assert.Equal(204, answer.Status);
        Assert.Equal("DELETE /Groups/1", groups.Calls.Last());
    }
}
