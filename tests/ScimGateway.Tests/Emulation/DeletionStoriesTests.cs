using ScimGateway.Configuration;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>DELETE at a target that only deactivates (Leapsome, Salesforce): for the client the user is gone, until it creates
/// him again.</summary>
public sealed class DeletionStoriesTests : IAsyncLifetime
{
    private const string Mapping =
        "target({ can: { patch: false, delete: \"deactivate\", filters: false, pageSize: 3 }, User: {} });";

    private static readonly string Freeing =
        Mapping.Replace("User:", "deactivate: { userName: \"deleted-{id}-{userName}\" }, User:", StringComparison.Ordinal);

    private readonly PutOnlyTarget target = new() { PageSize = 3 };
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        await target.StartAsync();
        gateway = await TestGateway.StartAsync(target.Url, Mapping, more: TestGateway.EachCallAlone);
        for (int number = 1; number <= 8; number++)
            target.Store(
                $"/Users/{number}",
                $$"""{"id":"{{number}}","userName":"user{{number}}@x.org","active":true,"title":"CTO"}"""
            );
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

        Assert.All(target.Calls.Skip(calls), call => Assert.Equal("GET /Users/2", call));
        Assert.Equal("false", target.Stored("/Users/2").At("active"));
    }

    [Fact]
    public async Task A_list_with_somebody_without_an_id_is_the_targets_fault()
    {
        await using var nameless = await FakeTarget.StartAsync((context, request) => context.AnswerAsync(
            200,
            request.PathAndQuery.StartsWith("/Users/", StringComparison.Ordinal)
                ? """{"id":"2","userName":"bo","active":true}"""
                : """{"totalResults":2,"Resources":[{"id":"2","userName":"bo","active":false},{"userName":"ana"}]}"""
        ));
        await using var deleting = await TestGateway.StartAsync(
            nameless.Url,
            "target({ can: { delete: \"deactivate\" }, User: {} });"
        );
        Assert.Equal(204, (await deleting.DeleteAsync("Users/2")).Status);

        var fault = (await deleting.GetAsync("Users")).IsScimError(502);

        Assert.Contains("without an id", fault.Detail, StringComparison.Ordinal);
    }

    /// <summary>An administrator has activated him at the target.</summary>
    [Theory]
    [InlineData("GET", "Users/2")]
    [InlineData("GET", "Users")]
    [InlineData("GET", "Users?startIndex=2&count=1")]
    [InlineData("PATCH", "Users/2")]
    public async Task Who_is_active_again_at_the_target_is_there_again(string method, string path)
    {
        await DeleteAsync(2);
        target.Store("/Users/2", """{"id":"2","userName":"user2@x.org","active":true,"title":"CEO"}""");

        var answer = await gateway.SendAsync(
            new HttpMethod(method),
            path,
            method == "PATCH" ? Bodies.Patch("""{"op":"replace","path":"title","value":"CFO"}""") : null
        );

        Assert.Equal(200, answer.Status);
        Assert.Contains("user2@x.org", answer.Text, StringComparison.Ordinal);
        target.Store("/Users/2", """{"id":"2","userName":"user2@x.org","active":false}""");
        Assert.Equal(200, (await gateway.GetAsync("Users/2")).Status); // inactive, and not deleted
    }

    [Fact]
    public async Task Who_is_gone_at_the_target_hides_nobody_who_gets_his_id()
    {
        await DeleteAsync(2);
        target.Erase("/Users/2");
        (await gateway.GetAsync("Users/2")).IsScimError(404);

        target.Store("/Users/2", """{"id":"2","userName":"new@x.org","active":false}""");

        Assert.Equal("new@x.org", (await gateway.GetAsync("Users/2")).Json.At("userName"));
    }

    [Fact]
    public async Task An_id_that_the_target_gives_to_somebody_new_is_his()
    {
        await DeleteAsync(8);
        target.Erase("/Users/8");

        var created = await gateway.PostAsync("Users", User("new@x.org", ""","active":false"""));

        Assert.Equal((201, "8"), (created.Status, created.Json.At("id")));
        Assert.Equal("new@x.org", (await gateway.GetAsync("Users/8")).Json.At("userName"));
    }

    [Fact]
    public async Task A_tombstone_late_in_a_long_list_does_not_hinder_its_first_page()
    {
        await using var bounded = await TestGateway.StartAsync(target.Url, Mapping, top: "limits: { scanResources: 4 }");
        await bounded.DeleteAsync("Users/8");

        var list = (await bounded.GetAsync("Users?count=2")).Json!;

        Assert.Equal(["1", "2"], list["Resources"]!.AsArray().Select(user => user.At("id")));
        Assert.InRange(list["totalResults"]!.GetValue<int>(), 7, 8);
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    public async Task A_rename_to_the_name_of_a_deleted_account_is_409_and_names_the_account(string method)
    {
        await DeleteAsync(2);

        var refused = (await RenameAsync(gateway, method)).IsScimError(409, "uniqueness");

        Assert.Contains("The User '2' still has this userName: it was deleted", refused.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("user2@x.org", refused.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    public async Task A_name_that_the_mapping_frees_can_be_taken_and_its_owner_comes_back_with_it(string method)
    {
        await using var freeing = await TestGateway.StartAsync(target.Url, Freeing);
        Assert.Equal(204, (await freeing.DeleteAsync("Users/2")).Status);
        Assert.Equal(204, (await freeing.DeleteAsync("Users/3")).Status);
        Assert.Equal(
            ("deleted-2-user2@x.org", "false"),
            (target.Stored("/Users/2").At("userName"), target.Stored("/Users/2").At("active"))
        );

        Assert.Equal(200, (await RenameAsync(freeing, method)).Status);
        var revived = await freeing.PostAsync("Users", User("user3@x.org"));

        Assert.Equal("user2@x.org", target.Stored("/Users/1").At("userName"));
        Assert.Equal((201, "3", "user3@x.org", "true"), (
            revived.Status,
            revived.Json.At("id"),
            target.Stored("/Users/3").At("userName"),
            target.Stored("/Users/3").At("active")
        ));
    }

    /// <summary>The target has freed the name, or not, and the gateway did not hear of it: the repeat ends it, and he comes back
    /// by his own name.</summary>
    [Theory]
    [InlineData(true, true, 404)]
    [InlineData(true, false, 404)] // the client had deactivated him before
    [InlineData(false, true, 204)]
    [InlineData(false, false, 204)]
    public async Task A_deletion_whose_answer_was_lost_remembers_the_name_that_it_freed(
        bool isStored,
        bool isActive,
        int repeated
    )
    {
        await using var freeing = await TestGateway.StartAsync(target.Url, Freeing, more: TestGateway.EachCallAlone);
        target.Store("/Users/2", $$"""{"id":"2","userName":"user2@x.org","active":{{(isActive ? "true" : "false")}}}""");
        (target.LostPuts, target.FailingPuts) = isStored ? (1, 0) : (0, 1);

        Assert.Equal(isStored ? 502 : 503, (await freeing.DeleteAsync("Users/2")).Status);
        Assert.Equal(repeated, (await freeing.DeleteAsync("Users/2")).Status);
        Assert.Equal(
            ("deleted-2-user2@x.org", "false"),
            (target.Stored("/Users/2").At("userName"), target.Stored("/Users/2").At("active"))
        );
        (await freeing.DeleteAsync("Users/2")).IsScimError(404);
        var revived = await freeing.PostAsync("Users", User("user2@x.org"));

        Assert.Equal(
            (201, "2", "user2@x.org"),
            (revived.Status, revived.Json.At("id"), target.Stored("/Users/2").At("userName"))
        );
    }

    [Fact]
    public async Task A_deletion_that_the_target_refuses_hides_nobody()
    {
        await using var freeing = await TestGateway.StartAsync(target.Url, Freeing);
        target.Store("/Users/2", """{"id":"2","userName":"user2@x.org","active":false}""");
        (target.FailingPuts, target.FailingStatus) = (1, 400);

        (await freeing.DeleteAsync("Users/2")).IsScimError(400);

        Assert.Equal(200, (await freeing.GetAsync("Users/2")).Status);
    }

    private static Task<Answer> RenameAsync(TestGateway through, string method) => method == "PUT"
        ? through.PutAsync("Users/1", User("user2@x.org"))
        : through.PatchAsync("Users/1", Bodies.Patch("""{"op":"replace","path":"userName","value":"user2@x.org"}"""));

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

        Assert.Equal(
            (itemsPerPage, totalResults),
            (list["itemsPerPage"]!.GetValue<int>(), list["totalResults"]!.GetValue<int>())
        );
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
    public async Task Created_again_it_is_the_same_user_active_with_what_is_said_and_the_rest_as_it_was()
    {
        await DeleteAsync(2);

        var created = await gateway.PostAsync("Users", User("USER2@x.org", ""","displayName":"Bo" """));

        Assert.Equal(
            (201, "2", "https://gw.example/scim/v2/Users/2"),
            (created.Status, created.Json.At("id"), created.Response.Headers.Location?.ToString())
        );
        var stored = target.Stored("/Users/2");
        Assert.Equal(
            ("true", "CTO", "Bo", "USER2@x.org"),
            (stored.At("active"), stored.At("title"), stored.At("displayName"), stored.At("userName"))
        );
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

        var answers = await Task.WhenAll(
            gateway.PostAsync("Users", User("user2@x.org")),
            gateway.PostAsync("Users", User("user2@x.org"))
        );

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
        string state = TestGateway.State($"sqlite:{gateway.Folder}/lasting/gateway.db");
        await using (var first = await TestGateway.StartAsync(target.Url, Mapping, top: state))
            await first.DeleteAsync("Users/3");
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
        var fault = await Assert.ThrowsAsync<ConfigException>(() =>
            TestGateway.StartAsync(target.Url, Mapping, top: TestGateway.State("sqlite:/proc/none/gateway.db")));

        Assert.Contains("state: The gateway's own store (state) cannot be used", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_without_a_key_or_with_another_one_does_not_start()
    {
        string store = $"sqlite:{gateway.Folder}/keyed/gateway.db";
        await using (var first = await TestGateway.StartAsync(target.Url, Mapping, top: TestGateway.State(store)))
            await first.DeleteAsync("Users/3");
        await File.WriteAllTextAsync(Path.Combine(gateway.Folder, "other.key"), "YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODk=");
        string other = $"state: {{ store: '{store}', key: 'file:{gateway.Folder}/other.key' }}";

        var keyless = await Assert.ThrowsAsync<ConfigException>(() =>
            TestGateway.StartAsync(target.Url, Mapping, top: $"state: '{store}'"));
        var wrong = await Assert.ThrowsAsync<ConfigException>(() => TestGateway.StartAsync(target.Url, Mapping, top: other));

        Assert.Contains("state.key: is missing, and the gateway keeps of app which Users are deleted", keyless.Message, StringComparison.Ordinal);
        Assert.Contains("state: The gateway's own store (state) cannot be used: it holds values of the key ", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_nobody_needs_is_not_made()
    {
        await using var plain = await TestGateway.StartAsync(
            target.Url,
            "target({ User: {} });",
            top: TestGateway.State("sqlite:/proc/none/gateway.db")
        );

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
        await using var deactivating = await TestGateway.StartAsync(
            groups.Url,
            """target({ can: { patch: false, delete: "deactivate" }, User: {}, Group: {} });"""
        );

        var answer = await deactivating.DeleteAsync("Groups/1");

        Assert.Equal(204, answer.Status);
        Assert.Equal("DELETE /Groups/1", groups.Calls.Last());
    }
}
