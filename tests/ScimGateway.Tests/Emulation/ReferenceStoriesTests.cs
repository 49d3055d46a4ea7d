using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>Managers that the target knows by their user names, in lists and in PATCHes, and what looking them up
/// costs.</summary>
public sealed class ReferenceStoriesTests : IAsyncLifetime
{
    private const string Boss = "manager@x.org";

    private readonly Dictionary<string, JsonObject> users = new(StringComparer.Ordinal);
    private readonly ManualClock clock = new();
    private FakeTarget target = null!;
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        Store("1", Boss, null);
        for (int number = 2; number <= 20; number++) Store($"{number}", $"user{number}@x.org", Boss);
        target = await FakeTarget.StartAsync((context, request) => request.PathAndQuery == "/Users/u-none"
            ? context.AnswerAsync(404)
            : context.AnswerAsync(request.Method == "DELETE" ? 204 : 200, Answer(request)));
        gateway = await TestGateway.StartAsync(target.Url, $$"""
            target({ User: { attributes: [map("{{Bodies.Enterprise}}:manager.value", "boss", { reference: { type: "User", by: "userName" } }), drop("{{Bodies.Enterprise}}:manager")] } });
            """, clock: clock);
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await target.DisposeAsync();
    }

    private IEnumerable<string> Calls =>
        target.Requests.Select(request => $"{request.Method} {Uri.UnescapeDataString(request.PathAndQuery)}");

    private void Store(string id, string userName, string? boss)
    {
        users[id] = new JsonObject { ["id"] = id, ["userName"] = userName };
        if (boss is not null) users[id]["boss"] = boss;
    }

    private string Answer(TargetRequest request)
    {
        string path = Uri.UnescapeDataString(request.PathAndQuery);
        if (request.Method == "GET" && path.StartsWith("/Users?filter=userName eq ", StringComparison.Ordinal))
            return List(users.Values.Where(user => path.Contains(user["userName"]!.ToJsonString(), StringComparison.Ordinal)));
        if (request.Method == "GET" && path.StartsWith("/Users?", StringComparison.Ordinal))
            return List(users.Values.Skip(path.Contains("startIndex=2", StringComparison.Ordinal) ? 1 : 0));
        return request.Method == "DELETE" ? "" : users[path["/Users/".Length..]].ToJsonString();
    }

    private static string List(IEnumerable<JsonObject> found)
    {
        string[] texts = [.. found.Select(user => user.ToJsonString())];
        return $$"""{"totalResults":{{texts.Length}},"Resources":[{{string.Join(',', texts)}}]}""";
    }

    [Fact]
    public async Task A_page_that_shows_the_managers_needs_no_more_calls_for_them()
    {
        var page = (await gateway.GetAsync("Users?startIndex=1&count=20")).Json!["Resources"]!.AsArray();

        Assert.Equal(20, page.Count);
        Assert.All(page.Skip(1), user => Assert.Equal("1", user.At(Bodies.Enterprise, "manager", "value")));
        Assert.Equal(["GET /Users?startIndex=1&count=20"], Calls);
    }

    [Fact]
    public async Task A_manager_on_another_page_is_looked_up_once_for_all_who_name_him()
    {
        var page = (await gateway.GetAsync("Users?startIndex=2&count=20")).Json!["Resources"]!.AsArray();

        Assert.All(page, user => Assert.Equal("1", user.At(Bodies.Enterprise, "manager", "value")));
        Assert.Equal(["GET /Users?startIndex=2&count=20", $"GET /Users?filter=userName eq \"{Boss}\""], Calls);
    }

    [Fact]
    public async Task A_manager_whom_the_target_no_longer_has_is_left_out()
    {
        Store("8", "user8@x.org", "gone@x.org");

        var read = await gateway.GetAsync("Users/8");

        Assert.Equal(200, read.Status);
        Assert.False(read.Json!.ContainsKey(Bodies.Enterprise));
        Assert.Contains(gateway.LogLines, line =>
            line.StartsWith("Warning", StringComparison.Ordinal) && !line.Contains("gone@x.org", StringComparison.Ordinal));
    }

    private const string BossCall = $"GET /Users?filter=userName eq \"{Boss}\"";

    [Fact]
    public async Task A_manager_is_looked_up_again_after_a_minute_and_not_before()
    {
        await gateway.GetAsync("Users/9");
        clock.Advance(TimeSpan.FromSeconds(59));
        await gateway.GetAsync("Users/9");
        int before = Calls.Count(call => call == BossCall);
        clock.Advance(TimeSpan.FromSeconds(2));
        await gateway.GetAsync("Users/9");

        Assert.Equal((1, 2), (before, Calls.Count(call => call == BossCall)));
    }

    [Fact]
    public async Task A_manager_whom_nobody_has_is_looked_up_once_by_a_request_and_found_by_the_next_when_he_has_come()
    {
        var boss = users["1"];
        users.Remove("1");
        var page = (await gateway.GetAsync("Users?startIndex=1&count=20")).Json!["Resources"]!.AsArray();
        int asked = Calls.Count(call => call == BossCall);

        users["1"] = boss;
        var later = await gateway.GetAsync("Users/9");

        Assert.All(page, user => Assert.Null(user.At(Bodies.Enterprise, "manager")));
        Assert.Equal(1, asked);
        Assert.Equal("1", later.Json.At(Bodies.Enterprise, "manager", "value"));
    }

    [Fact]
    public async Task What_was_looked_up_outlives_an_edit_of_the_limits_but_not_of_the_credentials()
    {
        await gateway.GetAsync("Users/9");
        await gateway.EditAsync(
            "gateway.yaml",
            await File.ReadAllTextAsync(Path.Combine(gateway.Folder, "gateway.yaml")) + "\nlimits: { scanResources: 9000 }\n"
        );
        await gateway.LogLineAsync("The config was reloaded");
        await gateway.GetAsync("Users/9");
        int before = Calls.Count(call => call == BossCall), lines = gateway.LogLines.Count;
        await gateway.EditAsync("target-token", "of-another-tenant");
        await gateway.LogLineAsync("The config was reloaded", lines);
        await gateway.GetAsync("Users/9");

        Assert.Equal((1, 2), (before, Calls.Count(call => call == BossCall)));
    }

    [Theory]
    [InlineData(
        """{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":{"value":"1"}}"""
    )]
    [InlineData("""{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value","value":"1"}""")]
    [InlineData(
        """{"op":"add","value":{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"1"}}}}"""
    )]
    public async Task A_PATCH_that_goes_through_as_PATCH_names_the_manager_in_the_targets_words(string operation)
    {
        var patched = await gateway.PatchAsync("Users/9", Bodies.Patch(operation));

        Assert.True(patched.Status == 200, patched.Text);
        string sent = target.Requests.Single(request => request.Method == "PATCH").Body;
        Assert.Contains(Boss, sent, StringComparison.Ordinal);
        Assert.DoesNotContain("\"1\"", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_manager_is_not_remembered()
    {
        await gateway.GetAsync("Users/1");
        await gateway.DeleteAsync("Users/1");
        users.Remove("1");

        Assert.Null((await gateway.GetAsync("Users/9")).Json.At(Bodies.Enterprise, "manager"));
    }

    /// <summary>A page has shown her; whoever deletes her gets no resource to learn from.</summary>
    [Fact]
    public async Task A_deleted_manager_is_not_sent_under_the_name_that_she_had()
    {
        Store("u-none", "gone@x.org", null);
        await gateway.GetAsync("Users?startIndex=1&count=30");
        await gateway.DeleteAsync("Users/u-none");

        var patched = await gateway.PatchAsync(
            "Users/9",
            Bodies.Patch($$"""{"op":"replace","path":"{{Bodies.Enterprise}}:manager.value","value":"u-none"}""")
        );

        patched.IsScimError(400, "invalidValue");
        Assert.DoesNotContain(target.Requests, request => request.Method == "PATCH");
    }

    private const string ByName = $$"""map("{{Bodies.Enterprise}}:manager.value", "boss", { reference: { type: "User", by: "userName", missing: "omit" } }), drop("{{Bodies.Enterprise}}:manager")""";

    private static string Managed(string userName, string manager) =>
        $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","{{Bodies.Enterprise}}"],"userName":"{{userName}}","{{Bodies.Enterprise}}":{"manager":{"value":"{{manager}}"} } }""";

    [Fact]
    public async Task Names_of_one_page_are_looked_up_several_at_a_time_and_each_once()
    {
        const int atOnce = 4;
        var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int waiting = 0;
        string page = string.Join(',', Enumerable
            .Range(1, 20)
            .Select(number => $$"""{"id":"{{number}}","userName":"u{{number}}","boss":"gone{{number % 10}}@x.org"}"""));
        await using var pages = await FakeTarget.StartAsync(async (context, request) =>
        {
            bool isLookUp = request.PathAndQuery.Contains("filter=", StringComparison.Ordinal);
            if (isLookUp && Interlocked.Increment(ref waiting) == atOnce) together.SetResult();
            if (isLookUp) await together.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await context.AnswerAsync(
                200,
                isLookUp ? """{"totalResults":0,"Resources":[]}""" : $$"""{"totalResults":20,"Resources":[{{page}}]}"""
            );
        });
        await using var naming = await TestGateway.StartAsync(pages.Url, $"target({{ User: {{ attributes: [{ByName}] }} }});");

        var list = await naming.GetAsync("Users?count=20");

        Assert.Equal(20, list.Json!["Resources"]!.AsArray().Count);
        Assert.Equal(11, pages.Requests.Count);
    }

    [Fact]
    public async Task A_manager_whom_the_target_lacks_is_left_out_with_a_warning_where_the_mapping_says_so()
    {
        await using var storing = await new PutOnlyTarget().StartAsync();
        await using var lenient = await TestGateway.StartAsync(
            storing.Url,
            $"target({{ can: {{ patch: false }}, User: {{ attributes: [{ByName}] }} }});"
        );

        var created = await lenient.PostAsync("Users", Managed("ana", "u-none"));

        Assert.Equal(201, created.Status);
        Assert.False(storing.Stored("/Users/1").ContainsKey("boss"));
        Assert.Contains(
            await lenient.LogOfAsync(created),
            line => line.StartsWith("Warning", StringComparison.Ordinal) && !line.Contains("u-none", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_manager_whom_only_too_long_a_look_would_find_is_left_out_with_a_warning()
    {
        await using var storing = await new PutOnlyTarget { PageSize = 2 }.StartAsync();
        for (int number = 1; number <= 6; number++)
            storing.Store($"/Users/{number}", $$"""{"id":"{{number}}","userName":"u{{number}}","boss":"far@x.org"}""");
        await using var bounded = await TestGateway.StartAsync(
            storing.Url,
            $"target({{ can: {{ patch: false, filters: false }}, User: {{ attributes: [{ByName}] }} }});",
            top: "limits: { scanResources: 3 }"
        );

        var read = await bounded.GetAsync("Users/1");

        Assert.Equal(
            (200, "u1", null),
            (read.Status, read.Json.At("userName"), read.Json.At(Bodies.Enterprise, "manager", "value"))
        );
        Assert.Contains(await bounded.LogOfAsync(read), line =>
            line.StartsWith("Warning", StringComparison.Ordinal)
            && line.Contains("limits.scanResources", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_PATCH_that_is_all_about_a_missing_manager_sends_no_PATCH()
    {
        await using var lenient = await TestGateway.StartAsync(target.Url, $"target({{ User: {{ attributes: [{ByName}] }} }});");

        var patched = await lenient.PatchAsync(
            "Users/9",
            Bodies.Patch($$"""{"op":"replace","path":"{{Bodies.Enterprise}}:manager","value":{"value":"u-none"} }""")
        );

        Assert.Equal((200, "1"), (patched.Status, patched.Json.At(Bodies.Enterprise, "manager", "value")));
        Assert.DoesNotContain(target.Requests, request => request.Method == "PATCH");
    }

    [Fact]
    public async Task A_manager_who_is_renamed_through_the_gateway_has_his_new_name_at_once()
    {
        await using var storing = await new PutOnlyTarget().StartAsync();
        await using var renaming = await TestGateway.StartAsync(
            storing.Url,
            $"target({{ can: {{ patch: false, filters: false }}, User: {{ attributes: [{ByName}] }} }});"
        );
        storing.Store("/Users/1", """{"id":"1","userName":"boss"}""");
        storing.Store("/Users/2", """{"id":"2","userName":"bo","boss":"boss"}""");
        Assert.Equal("1", (await renaming.GetAsync("Users/2")).Json.At(Bodies.Enterprise, "manager", "value"));

        await renaming.PatchAsync("Users/1", Bodies.Patch("""{"op":"replace","path":"userName","value":"chief"}"""));
        storing.Store("/Users/3", """{"id":"3","userName":"boss"}"""); // who has the name now
        var created = await renaming.PostAsync("Users", Managed("ana", "1"));

        Assert.Equal("chief", storing.Stored($"/Users/{created.Json.At("id")}").At("boss"));
        Assert.Equal("3", (await renaming.GetAsync("Users/2")).Json.At(Bodies.Enterprise, "manager", "value"));
    }

    /// <summary>The gateway sees the new name in an answer; who has the old one now is asked.</summary>
    [Theory]
    [InlineData("Users/1")]
    [InlineData("Users?startIndex=1&count=20")]
    public async Task A_manager_who_was_renamed_at_the_target_is_no_longer_who_the_old_name_means(string seenIn)
    {
        await gateway.GetAsync("Users/9");
        Store("1", "chief@x.org", null);
        Store("21", Boss, null);
        await gateway.GetAsync(seenIn);

        Assert.Equal("21", (await gateway.GetAsync("Users/9")).Json.At(Bodies.Enterprise, "manager", "value"));
    }

    [Fact]
    public async Task A_name_that_nobody_has_after_a_rename_names_nobody()
    {
        await gateway.GetAsync("Users/9");
        Store("1", "chief@x.org", null);
        await gateway.GetAsync("Users/1");

        Assert.Null((await gateway.GetAsync("Users/9")).Json.At(Bodies.Enterprise, "manager"));
    }

    /// <summary>Users name nobody there, but groups name users: their names pass all the same.</summary>
    [Fact]
    public async Task Names_that_only_another_type_refers_to_are_kept_up_to_date_too()
    {
        await using var storing = await new PutOnlyTarget().StartAsync();
        await using var renaming = await TestGateway.StartAsync(storing.Url, """
            target({ can: { patch: false, filters: false }, User: {},
              Group: { attributes: [map("urn:acme:2.0:Group:owner", "owner", { reference: { type: "User", by: "userName" } })] } });
            """);
        storing.Store("/Users/1", """{"id":"1","userName":"boss"}""");
        storing.Store("/Groups/1", """{"id":"1","displayName":"Eng","owner":"boss"}""");
        Assert.Equal("1", (await renaming.GetAsync("Groups/1")).Json.At("urn:acme:2.0:Group", "owner"));

        await renaming.PutAsync("Users/1", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"chief"}""");
        await renaming.PatchAsync("Groups/1", Bodies.Patch("""{"op":"replace","path":"urn:acme:2.0:Group:owner","value":"1"}"""));

        Assert.Equal("chief", storing.Stored("/Groups/1").At("owner"));
    }
}
