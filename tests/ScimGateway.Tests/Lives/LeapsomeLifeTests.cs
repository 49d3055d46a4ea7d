using ScimGateway.Sandbox;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Lives;

/// <summary>Leapsome: partial resources for PATCH, no PUT, no DELETE, groups that never show their members.</summary>
public sealed class LeapsomeLifeTests : IAsyncLifetime
{
    private SandboxServer leapsome = null!;
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        leapsome = await SandboxServer.StartAsync("leapsome", new SandboxOptions { RequestsPerSecond = 10_000 });
        gateway = await Shipped.InFrontOfAsync(leapsome, "leapsome", "okta");
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await leapsome.DisposeAsync();
    }

    private System.Text.Json.Nodes.JsonObject Hana => leapsome.Stored("/Users")[Shipped.Hana];

    [Fact]
    public async Task A_created_user_is_stored_with_manager_and_company_attributes()
    {
        var created = await gateway.PostAsync("Users", $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana@x.org","externalId":"00u1","active":true,"name":{"givenName":"Ana","familyName":"Bø"},
             "{{Bodies.Enterprise}}":{"department":"Sales","manager":{"value":"{{Shipped.Oluwaseun}}"} },
             "{{Shipped.Acme}}":{"startDate":"2026-01-31T00:00:00Z","gender":"Female","employmentType":"Contractor","additionalManagers":["{{Shipped.Greta}}"],"shirtSize":"M"} }
            """);

        Assert.True(created.Status == 201, created.Text);
        var stored = leapsome.Stored("/Users")[created.Json.At("id")!];
        Bodies.Same($$"""{"department":"Sales","manager":"{{Shipped.Oluwaseun}}","startDate":"2026-01-31","gender":"female","employmentType":"external","additionalManagers":["{{Shipped.Greta}}"],"5f2b6c1d9e8a7b0c3d4e5f60":"M"}""", stored[Bodies.Enterprise]);
        Bodies.Same(
            $$"""{"value":"{{Shipped.Oluwaseun}}","displayName":"Oluwaseun Adeyemi"}""",
            created.Json![Bodies.Enterprise]!["manager"]
        );
        Bodies.Same($$"""{"startDate":"2026-01-31","gender":"female","employmentType":"Contractor","additionalManagers":["{{Shipped.Greta}}"],"shirtSize":"M"}""", created.Json[Shipped.Acme]);
        Assert.Equal(
            DateTimeOffset.Parse(stored.At("meta", "created")!),
            DateTimeOffset.Parse(created.Json.At("meta", "created")!)
        ); // epoch milliseconds in the answer
        Assert.False(created.Json.ContainsKey("manager"));
    }

    [Fact]
    public async Task A_user_who_is_there_already_is_a_conflict()
    {
        string ana =
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"hana.kowalczyk@fjordlight.example.com"}""";

        (await gateway.PostAsync("Users", ana)).IsScimError(409, "uniqueness");

        Assert.Equal(3, leapsome.Stored("/Users").Count);
    }

    [Fact]
    public async Task A_PATCH_sends_what_changed_and_the_userName()
    {
        Answer? patched = null;
        var calls = await leapsome.CallsOfAsync(async () => patched = await gateway.PatchAsync(
            $"Users/{Shipped.Hana}",
            Bodies.Patch(
                """{"op":"replace","path":"title","value":"Key Account Manager"}""",
                $$"""{"op":"replace","path":"{{Bodies.Enterprise}}:manager","value":{"value":"{{Shipped.Greta}}"} }""",
                $$"""{"op":"remove","path":"{{Shipped.Acme}}:birthday"}"""
            )
        ));

        Assert.Equal(
            (200, "Key Account Manager", Shipped.Greta),
            (patched!.Status, patched.Json.At("title"), patched.Json.At(Bodies.Enterprise, "manager", "value"))
        );
        Assert.Equal(
            [$"GET /Users/{Shipped.Hana}", $"GET /Users/{Shipped.Greta}", $"PATCH /Users/{Shipped.Hana}"],
            calls.Lines()
        );
        Bodies.Same($$"""{"userName":"hana.kowalczyk@fjordlight.example.com","title":"Key Account Manager","{{Bodies.Enterprise}}":{"manager":"{{Shipped.Greta}}","birthday":null} }""", System.Text.Json.Nodes.JsonNode.Parse(calls[2].Body));
        Assert.Equal(
            ("Sales", null, "Hana Kowalczyk"),
            (Hana.At(Bodies.Enterprise, "department"), Hana.At(Bodies.Enterprise, "birthday"), Hana.At("displayName"))
        );
    }

    [Fact]
    public async Task Nothing_is_sent_when_a_PATCH_or_a_PUT_changes_nothing()
    {
        var read = await gateway.GetAsync($"Users/{Shipped.Hana}");

        var calls = await leapsome.CallsOfAsync(async () =>
        {
            await gateway.PatchAsync(
                $"Users/{Shipped.Hana}",
                Bodies.Patch("""{"op":"replace","path":"title","value":"Account Executive"}""")
            );
            await gateway.PutAsync($"Users/{Shipped.Hana}", read.Text);
        });

        Assert.Equal(["GET", "GET"], calls.Select(call => call.Method));
    }

    [Fact]
    public async Task A_PUT_becomes_the_merge_of_what_differs()
    {
        var user = (await gateway.GetAsync($"Users/{Shipped.Hana}")).Json!;
        user["active"] = false;
        user.Remove("title");
        user.Remove("id");
        Answer? replaced = null;

        var calls = await leapsome.CallsOfAsync(async () =>
            replaced = await gateway.PutAsync($"Users/{Shipped.Hana}", user.ToJsonString()));

        Assert.Equal((200, "false", null), (replaced!.Status, replaced.Json.At("active"), replaced.Json.At("title")));
        Bodies.Same(
            """{"userName":"hana.kowalczyk@fjordlight.example.com","active":false,"title":null}""",
            System.Text.Json.Nodes.JsonNode.Parse(calls[1].Body)
        );
        Assert.Equal(
            ("false", null, Shipped.Oluwaseun),
            (Hana.At("active"), Hana.At("title"), Hana.At(Bodies.Enterprise, "manager"))
        );
    }

    [Fact]
    public async Task A_DELETE_deactivates_and_the_user_can_come_back()
    {
        Assert.Equal(204, (await gateway.DeleteAsync($"Users/{Shipped.Hana}")).Status);
        Assert.Equal("false", Hana.At("active"));

        (
            await gateway.PatchAsync($"Users/{Shipped.Hana}", Bodies.Patch("""{"op":"replace","value":{"active":true}}"""))
        ).IsScimError(404);
        Assert.Empty(await gateway.FindAsync("Users", "userName eq \"hana.kowalczyk@fjordlight.example.com\""));

        var again = await gateway.PostAsync("Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"hana.kowalczyk@fjordlight.example.com","title":"CEO"}""");
        Assert.Equal((201, Shipped.Hana, "CEO"), (again.Status, again.Json.At("id"), again.Json.At("title")));
        Assert.Equal(("true", "CEO"), (Hana.At("active"), Hana.At("title")));
        (await gateway.DeleteAsync("Users/nobody")).IsScimError(404);
    }

    [Theory]
    [InlineData("userName eq \"hana.kowalczyk@fjordlight.example.com\"", 1)]
    [InlineData("userName eq \"nobody@x.org\"", 0)]
    [InlineData("externalId eq \"l-0003\"", 1)]
    [InlineData("externalId eq \"nobody\"", 0)]
    [InlineData("userName eq \"hana.kowalczyk@fjordlight.example.com\" and active eq true", 1)]
    [InlineData("userName eq \"hana.kowalczyk@fjordlight.example.com\" and active eq false", 0)]
    [InlineData("urn:acme:2.0:User:location eq \"Berlin\"", 2)]
    public async Task A_filter_finds_what_matches_and_nothing_else(string filter, int count) =>
        Assert.Equal(count, (await gateway.FindAsync("Users", filter)).Count);

    [Fact]
    public async Task The_one_filter_that_Leapsome_knows_goes_there_bare()
    {
        var calls = await leapsome.CallsOfAsync(() =>
            gateway.FindAsync("Users", "userName eq \"hana.kowalczyk@fjordlight.example.com\""));

        Assert.Equal(["GET /Users?filter=userName%20eq%20hana.kowalczyk%40fjordlight.example.com"], calls.Lines());
    }

    [Fact]
    public async Task A_group_takes_members_in_and_is_replaced_as_a_whole()
    {
        var created = await gateway.PostAsync("Groups", $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Sales EMEA","members":[{"value":"{{Shipped.Greta}}"}]}""");
        string id = created.Json.At("id")!;
        Assert.Equal((201, "Sales EMEA"), (created.Status, created.Json.At("displayName")));
        Assert.Equal(id, Assert.Single(await gateway.FindAsync("Groups", "displayName eq \"Sales EMEA\"")).At("id"));

        await gateway.PatchAsync(
            $"Groups/{id}",
            Bodies.Patch($$"""{"op":"add","path":"members","value":[{"value":"{{Shipped.Hana}}"}]}""")
        );
        Assert.Equal([Shipped.Greta, Shipped.Hana], leapsome.Stored("/Groups")[id].Members());

        await gateway.PatchAsync($"Groups/{id}", Bodies.Patch("""{"op":"replace","value":{"displayName":"Sales"}}"""));
        Assert.Equal([Shipped.Greta, Shipped.Hana], leapsome.Stored("/Groups")[id].Members());

        await gateway.PatchAsync(
            $"Groups/{id}",
            Bodies.Patch($$"""{"op":"replace","path":"members","value":[{"value":"{{Shipped.Oluwaseun}}"}]}""")
        );
        Assert.Equal([Shipped.Oluwaseun], leapsome.Stored("/Groups")[id].Members());

        await gateway.PutAsync($"Groups/{id}", $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Sales","members":[{"value":"{{Shipped.Hana}}"}]}""");
        Assert.Equal([Shipped.Hana], leapsome.Stored("/Groups")[id].Members());

        var emptied = await gateway.PatchAsync($"Groups/{id}", Bodies.Patch("""{"op":"remove","path":"members"}"""));
        Assert.True(emptied.Status == 200, emptied.Text);
        Assert.Empty(leapsome.Stored("/Groups")[id].Members());
    }

    [Fact]
    public async Task One_member_cannot_be_removed_from_members_that_nobody_shows_and_the_answer_says_so()
    {
        string id = (await gateway.PostAsync("Groups", $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Sales","members":[{"value":"{{Shipped.Greta}}"},{"value":"{{Shipped.Hana}}"}]}""")).Json.At("id")!;

        var refused = await gateway.PatchAsync(
            $"Groups/{id}",
            Bodies.Patch($$"""{"op":"remove","path":"members[value eq \"{{Shipped.Hana}}\"]"}""")
        );

        Assert.Contains("replace the whole list", refused.IsScimError(501).Detail, StringComparison.Ordinal);
        Assert.Equal([Shipped.Greta, Shipped.Hana], leapsome.Stored("/Groups")[id].Members());
        Assert.Equal(204, (await gateway.DeleteAsync($"Groups/{id}")).Status);
        Assert.Empty(leapsome.Stored("/Groups")[id].Members());
        (await gateway.GetAsync($"Groups/{id}")).IsScimError(404);
    }

    [Fact]
    public async Task A_missing_group_that_Leapsome_calls_unauthorized_is_not_found()
    {
        var missing = (await gateway.GetAsync("Groups/nobody")).IsScimError(404);

        Assert.False(missing.Response.Headers.Contains("WWW-Authenticate"));
    }

    [Fact]
    public async Task A_new_email_is_the_same_user_by_his_externalId_and_a_create_with_it_makes_no_second_one()
    {
        var found = Assert.Single(await gateway.FindAsync("Users", "externalId eq \"l-0003\""));
        var again = await gateway.PostAsync("Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"hana.nowak@fjordlight.example.com","externalId":"l-0003"}""");
        again.IsScimError(409, "uniqueness");

        var renamed = await gateway.PatchAsync(
            $"Users/{found.At("id")}",
            Bodies.Patch("""{"op":"replace","path":"userName","value":"hana.nowak@fjordlight.example.com"}""")
        );

        Assert.Equal((200, Shipped.Hana), (renamed.Status, renamed.Json.At("id")));
        Assert.Equal(
            ("hana.nowak@fjordlight.example.com", "l-0003", "Sales"),
            (Hana.At("userName"), Hana.At("externalId"), Hana.At(Bodies.Enterprise, "department"))
        );
        Assert.Equal(3, leapsome.Stored("/Users").Count);
        Assert.Equal(
            Shipped.Hana,
            Assert.Single(await gateway.FindAsync("Users", "userName eq \"hana.nowak@fjordlight.example.com\"")).At("id")
        );
    }

    [Fact]
    public async Task A_department_and_a_group_become_teams()
    {
        await gateway.PatchAsync(
            $"Users/{Shipped.Hana}",
            Bodies.Patch($$"""{"op":"replace","path":"{{Bodies.Enterprise}}:department","value":"Partners"}""")
        );
        await gateway.PostAsync("Groups", $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Berlin","members":[{"value":"{{Shipped.Greta}}"}]}""");

        var teams = leapsome.Stored("/Teams");

        Bodies.Same($$"""["{{Shipped.Hana}}"]""", teams["Partners"]["members"]);
        Bodies.Same($$"""["{{Shipped.Greta}}"]""", teams["Berlin"]["members"]);
        Bodies.Same($$"""["{{Shipped.Oluwaseun}}"]""", teams["Sales"]["members"]);
    }

    [Fact]
    public async Task Two_hundred_and_fifty_members_go_there_a_hundred_at_a_time()
    {
        string id = (await gateway.PostAsync(
            "Groups",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Everybody"}"""
        )).Json.At("id")!;
        var people = new List<string>();
        for (int i = 0; i < 250; i++)
            people.Add((await gateway.PostAsync(
                "Users",
                $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"u{{i}}@x.org"}"""
            )).Json.At("id")!);
        string members = string.Join(',', people.Select(person => $$"""{"value":"{{person}}"}"""));
        Answer? added = null;

        var calls = await leapsome.CallsOfAsync(async () => added = await gateway.PatchAsync(
            $"Groups/{id}",
            Bodies.Patch($$"""{"op":"add","path":"members","value":[{{members}}]}""")
        ));

        Assert.True(added!.Status is 200 or 204, added.Text);
        Assert.Equal(people, leapsome.Stored("/Groups")[id].Members());
        Assert.Equal([100, 100, 50], Sent(calls));

        calls = await leapsome.CallsOfAsync(() => gateway.PatchAsync($"Groups/{id}", Bodies.Patch($$"""{"op":"replace","path":"members","value":[{{string.Join(',', people.Take(120).Select(person => $$"""{"value":"{{person}}"}"""))}}]}""")));

        Assert.Equal(people.Take(120), leapsome.Stored("/Groups")[id].Members());
        Assert.Equal([100, 20], Sent(calls));

        Answer? put = null;
        calls = await leapsome.CallsOfAsync(async () => put = await gateway.PutAsync(
            $"Groups/{id}",
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"All","members":[{{members}}]}"""
        ));

        Assert.True(put!.Status == 200, put.Text);
        Assert.Equal("All", leapsome.Stored("/Groups")[id].At("displayName"));
        Assert.Equal(people, leapsome.Stored("/Groups")[id].Members());
        Assert.Equal([100, 100, 50], Sent(calls));

        static IEnumerable<int> Sent(IEnumerable<RecordedCall> calls) =>
            calls
                .Where(call => call.Method == "PATCH")
                .Select(call => System.Text.Json.Nodes.JsonNode.Parse(call.Body)!["members"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_name_of_more_than_128_characters_is_the_client_s_to_shorten()
    {
        var refused = await gateway.PostAsync(
            "Groups",
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"{{new string('x', 129)}}"}"""
        );

        Assert.Contains("1 to 128 characters", refused.IsScimError(400).Detail, StringComparison.Ordinal);
        Assert.Empty(leapsome.Stored("/Groups"));
    }

    [Fact]
    public async Task Past_thirty_requests_in_a_second_a_gateway_that_may_not_repeat_tells_its_client_429()
    {
        var clock = new ManualClock();
        await using var counting = await SandboxServer.StartAsync("leapsome", new SandboxOptions { Time = clock });
        await using var before = await TestGateway.StartAsync(
            counting.BaseAddress.ToString(),
            await File.ReadAllTextAsync(Path.Combine(Shipped.Folder("leapsome"), "mapping.js")),
            more: TestGateway.EachCallAlone,
            targetToken: counting.Token
        );
        var statuses = new List<int>();
        for (int i = 0; i < 31; i++) statuses.Add((await before.GetAsync($"Users/{Shipped.Hana}")).Status);

        Assert.Equal([.. Enumerable.Repeat(200, 30), 429], statuses);
        Assert.Equal(31, counting.Calls.Count);
    }
}
