using System.Net;
using System.Text.Json.Nodes;
using ScimGateway.Sandbox;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Scimmy;

namespace ScimGateway.Tests.Lives;

/// <summary>What goes wrong behind another gateway, and must not behind this one.</summary>
public sealed class TwelveFaultsTests(ScimmyFixture fixture) : ScimmyLife(fixture, "entra")
{
    private const string Acme = "urn:acme:2.0:User";

    [Fact]
    public async Task Fault_01_a_create_answers_201_and_echoes_attributes_that_were_never_stored()
    {
        // nickName2 is nothing that scimmy keeps; Peakon keeps a title only when a second call brings it.
        var created = await Gateway.PostAsync(
            "Users",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana@x.org","nickName2":"A"}"""
        );
        Assert.False((await OnlyUserAsync()).ContainsKey("nickName2"));
        Assert.False(created.Json!.ContainsKey("nickName2"));

        await using var peakon = await SandboxServer.StartAsync("peakon");
        await using var gateway = await Shipped.InFrontOfAsync(peakon, "peakon");
        var employee = await gateway.PostAsync(
            "Users",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana@x.org","title":"CTO","nickName2":"A"}"""
        );
        var stored = peakon.Stored("/Users")[employee.Json.At("id")!];
        Assert.Equal(("CTO", "CTO"), (stored.At(Shipped.Peakon, "Job Title"), employee.Json.At("title")));
        Assert.False(employee.Json!.ContainsKey("nickName2"));
    }

    [Fact]
    public async Task Fault_02_active_false_on_create_is_sent_as_true()
    {
        var created = await Gateway.PostAsync(
            "Users",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana@x.org","active":false}"""
        );
        Assert.Equal(("false", "false"), ((await OnlyUserAsync()).At("active"), created.Json.At("active")));

        await Gateway.PostAsync(
            "Users",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"bo@x.org","active":"False"}"""
        );
        Assert.Equal("false", (await StoredAsync("Users"))[1].At("active"));
    }

    [Fact]
    public async Task Fault_03_a_PATCH_of_a_custom_extension_attribute_answers_200_and_the_target_is_untouched()
    {
        string id = await UserAsync("ana@x.org");
        var patched = await Gateway.PatchAsync(
            $"Users/{id}",
            Bodies.Patch($$"""{"op":"Add","path":"{{ScimmyServer.AcmeUser}}:team","value":"Red"}""")
        );
        Assert.Equal((200, "Red"), (patched.Status, (await OnlyUserAsync()).At(ScimmyServer.AcmeUser, "team")));

        await using var peakon = await SandboxServer.StartAsync("peakon");
        await using var gateway = await Shipped.InFrontOfAsync(peakon, "peakon", "entra");
        patched = await gateway.PatchAsync(
            "Users/employee_3",
            Bodies.Patch($$"""{"op":"Replace","path":"{{Acme}}:birthday","value":"1990-01-02"}""")
        );
        Assert.Equal(
            (200, "1990-01-02"),
            (patched.Status, peakon.Stored("/Users")["employee_3"].At(Shipped.Peakon, "Date of Birth"))
        );
    }

    [Fact]
    public async Task Fault_04_only_the_targets_first_page_is_ever_seen()
    {
        await using var target = await PagesAsync(1002, pageSize: 200);
        await using var gateway = await TestGateway.StartAsync(target.Url);
        var seen = new List<string>();
        for (int start = 1, total = int.MaxValue; start <= total;)
        {
            var page = (await gateway.GetAsync($"Users?startIndex={start}&count=500")).Json!;
            total = page["totalResults"]!.GetValue<int>();
            Assert.Equal(1002, total);
            seen.AddRange(page["Resources"]!.AsArray().Select(user => user.At("id")!));
            start += page["itemsPerPage"]!.GetValue<int>();
        }

        Assert.Equal(Enumerable.Range(1, 1002).Select(number => $"{number}"), seen);
    }

    [Fact]
    public async Task Fault_05_one_GET_costs_two_calls_to_the_target_and_a_list_of_n_costs_1_plus_n()
    {
        string id = await UserAsync("ana@x.org");
        await UserAsync("bo@x.org");

        Assert.Equal([$"GET /Users/{id}"], await CallsOfAsync(() => Gateway.GetAsync($"Users/{id}")));
        Assert.Equal(
            ["GET /Users?startIndex=1&count=100"],
            await CallsOfAsync(() => Gateway.GetAsync("Users?startIndex=1&count=100"))
        );
    }

    [Fact]
    public async Task Fault_06_a_filter_with_and_answers_an_empty_list_without_asking_the_target()
    {
        string id = await UserAsync("ana@x.org");
        Assert.Equal(
            id,
            Assert.Single(await Gateway.FindAsync("Users", "userName eq \"ana@x.org\" and active eq true")).At("id")
        );
        Assert.Empty(await Gateway.FindAsync("Users", "userName eq \"ana@x.org\" and active eq false"));

        await using var peakon = await SandboxServer.StartAsync("peakon"); // knows no "and"
        await using var gateway = await Shipped.InFrontOfAsync(peakon, "peakon");
        Assert.Equal("employee_2", Assert.Single(
            await gateway.FindAsync("Users", "userName eq \"tariq.haddad@fjordlight.example.com\" and active eq true")
        ).At("id"));
        Assert.Empty(await gateway.FindAsync("Users", "userName eq \"tariq.haddad@fjordlight.example.com\" and active eq false"));
    }

    [Theory]
    [InlineData("a&b")]
    [InlineData("a#b")]
    [InlineData("a+b@x.org")]
    [InlineData("100% = all / ? ; é")]
    public async Task Fault_07_special_characters_in_a_filter_value_are_not_encoded(string userName)
    {
        string text = JsonValue.Create(userName).ToJsonString();
        await Gateway.PostAsync("Users", $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":{{text}}}""");

        await Gateway.FindAsync("Users", "userName eq " + text);

        string query = new Uri("http://scimmy" + (await Scimmy.CallsAsync())[^1].Url).Query;
        string sent = Uri.UnescapeDataString(query["?filter=".Length..]);
        Assert.DoesNotContain('+', query);
        Assert.Equal(userName, (string?)JsonNode.Parse(sent["userName eq ".Length..]));
    }

    [Fact]
    public async Task Fault_08_a_POST_with_only_a_home_email_fails_with_a_TypeError()
    {
        var created = await Gateway.PostAsync("Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","emails":[{"value":"home@x.org","type":"home"}]}""");

        Assert.Equal(201, created.Status);
        Bodies.Same("""[{"value":"home@x.org","type":"home"}]""", (await OnlyUserAsync())["emails"]);
    }

    [Fact]
    public async Task Fault_09_a_strict_target_refuses_everything()
    {
        var created = await Gateway.PostAsync("Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana@x.org","active":"True","phoneNumbers":null,"emails":[]}""");
        string id = created.Json.At("id")!;

        Assert.Equal(201, created.Status);
        Assert.Equal(200, (await Gateway.GetAsync($"Users/{id}?attributes=")).Status);
        Assert.Equal(200, (
            await Gateway.PatchAsync($"Users/{id}", """{"Operations":[{"op":"Replace","path":"title","value":"CTO"}]}""")
        ).Status);
        Assert.Equal("CTO", (await OnlyUserAsync()).At("title"));
    }

    [Fact]
    public async Task Fault_10_a_userName_change_by_PATCH_is_lost()
    {
        string id = await UserAsync("ana@x.org");
        await Gateway.PatchAsync($"Users/{id}", Bodies.Patch("""{"op":"Replace","path":"userName","value":"lee@x.org"}"""));
        Assert.Equal((id, "lee@x.org"), ((await OnlyUserAsync()).At("id"), (await OnlyUserAsync()).At("userName")));

        await using var leapsome = await SandboxServer.StartAsync("leapsome");
        await using var gateway = await Shipped.InFrontOfAsync(leapsome, "leapsome", "entra");
        await gateway.PatchAsync(
            $"Users/{Shipped.Hana}",
            Bodies.Patch("""{"op":"Replace","path":"userName","value":"hana.novak@fjordlight.example.com"}""")
        );
        Assert.Equal("hana.novak@fjordlight.example.com", leapsome.Stored("/Users")[Shipped.Hana].At("userName"));
    }

    [Fact]
    public async Task Fault_11_a_404_carries_invalidSyntax_and_the_targets_JSON_is_nested_in_the_detail()
    {
        var missing = (await Gateway.GetAsync("Users/nobody")).IsScimError(404);
        Assert.Equal("There is no resource 'nobody' in Users.", missing.Detail);

        await using var target = await FakeTarget.AnsweringAsync(
            404,
            """{"status":404,"scimType":"invalidSyntax","message":"The user is gone."}"""
        );
        await using var gateway = await TestGateway.StartAsync(target.Url);
        Assert.Equal("The user is gone.", (await gateway.GetAsync("Users/nobody")).IsScimError(404).Detail);
    }

    [Fact]
    public async Task Fault_12_a_URN_key_is_split_at_its_dot_on_the_way_back_so_Entra_PATCHes_for_ever()
    {
        string id = await UserAsync("ana@x.org");
        string change = Bodies.Patch(
            $$"""{"op":"replace","value":{"{{Bodies.Enterprise}}:department":"R&D","{{ScimmyServer.AcmeUser}}:team":"Red"} }"""
        );

        var patched = (await Gateway.PatchAsync($"Users/{id}", change)).Json!;
        var read = (await Gateway.GetAsync($"Users/{id}")).Json!;

        foreach (var user in new[] { patched, read })
        {
            Bodies.Same("""{"department":"R&D"}""", user[Bodies.Enterprise]);
            Bodies.Same("""{"team":"Red"}""", user[ScimmyServer.AcmeUser]);
            Assert.All(user, member => Assert.True(!member.Key.StartsWith("urn:", StringComparison.Ordinal)
                || member.Key is Bodies.Enterprise or ScimmyServer.AcmeUser, member.Key));
        }
    }

    private static Task<FakeTarget> PagesAsync(int total, int pageSize) => FakeTarget.StartAsync((context, _) =>
    {
        int start = int.Parse(context.Request.Query["startIndex"]!);
        int count = Math.Min(Math.Min(int.Parse(context.Request.Query["count"]!), pageSize), total - start + 1);
        var users = Enumerable.Range(start, count).Select(number => $$"""{"id":"{{number}}","userName":"user{{number}}"}""");
        return context.AnswerAsync((int)HttpStatusCode.OK, $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":{{total}},"startIndex":{{start}},"itemsPerPage":{{count}},"Resources":[{{string.Join(',', users)}}]}""");
    });
}
