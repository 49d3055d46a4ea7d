using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>References that clients write as ids, e-mails or externalIds, alone and in lists, and what the target
/// stores.</summary>
public sealed class NamedReferenceTests : IAsyncLifetime
{
    private const string Acme = "urn:acme:2.0:User";

    private const string AnyName = """names: ["id", "userName", "externalId"]""";

    /// <summary>The target wants ids in managers and members, and e-mails in a list of strings.</summary>
    private const string ById = $$"""
        target({
          User: { attributes: [
            map("{{Bodies.Enterprise}}:manager.value", "{{Bodies.Enterprise}}:manager.value", { reference: { type: "User", by: "id", {{AnyName}} } }),
            map("{{Acme}}:bosses", "{{Acme}}:leads", { reference: { type: "User", by: "userName", {{AnyName}}, missing: "omit", list: true } })
          ] },
          Group: { attributes: [map("members", "members", { reference: { type: "User", by: "id", {{AnyName}} } })] }
        });
        """;

    private readonly WholeTarget target = new();
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        await target.StartAsync();
        target.Store("/Users/1", """{"userName":"ana@x.org","externalId":"E1"}""");
        target.Store("/Users/2", """{"userName":"bo@x.org","externalId":"e2"}""");
        gateway = await TestGateway.StartAsync(target.Url, ById);
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await target.DisposeAsync();
    }

    private static string Managed(string manager) =>
        $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","{{Bodies.Enterprise}}"],"userName":"cy@x.org","{{Bodies.Enterprise}}":{"manager":{"value":"{{manager}}"} } }""";

    private static string Led(string bosses) =>
        $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","{{Acme}}"],"userName":"cy@x.org","{{Acme}}":{"bosses":{{bosses}} } }""";

    private static string Group(string members) =>
        $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Eng","members":{{members}} }""";

    private JsonObject StoredOf(Answer answer, string endpoint = "/Users") => target.Stored($"{endpoint}/{answer.Json.At("id")}");

    [Theory]
    [InlineData("1")]
    [InlineData("ana@x.org")]
    [InlineData("ANA@x.org")]
    [InlineData("E1")]
    public async Task A_manager_is_found_by_each_of_the_names(string name)
    {
        var created = await gateway.PostAsync("Users", Managed(name));

        Assert.True(created.Status == 201, created.Text);
        Assert.Equal("1", StoredOf(created).At(Bodies.Enterprise, "manager", "value"));
        Assert.Equal("1", created.Json.At(Bodies.Enterprise, "manager", "value"));
    }

    [Theory]
    [InlineData("e1")] // the case of an externalId counts
    [InlineData("3")]
    [InlineData("nobody@x.org")]
    public async Task A_manager_who_has_none_of_the_names_is_refused_and_nothing_is_sent(string name)
    {
        (await gateway.PostAsync("Users", Managed(name))).IsScimError(400, "invalidValue");

        Assert.DoesNotContain(target.Calls, call => call.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_two_ways_lead_to_means_who_is_found_by_the_first()
    {
        target.Store("/Users/e2", """{"userName":"2"}""");

        var created = await gateway.PostAsync("Users", Managed("2"));

        Assert.Equal("2", StoredOf(created).At(Bodies.Enterprise, "manager", "value"));
    }

    [Fact]
    public async Task A_list_of_strings_is_written_in_the_targets_words_and_read_as_ids()
    {
        var created = await gateway.PostAsync("Users", Led("""["BO@x.org","E1","1"]"""));

        Assert.Equal("""["bo@x.org","ana@x.org"]""", StoredOf(created)[Acme]!["leads"]!.ToJsonString());
        Assert.Equal("""["2","1"]""", created.Json![Acme]!["bosses"]!.ToJsonString());
    }

    [Fact]
    public async Task Who_is_not_there_is_left_out_of_a_list_alone()
    {
        var created = await gateway.PostAsync("Users", Led("""["nobody@x.org","1"]"""));

        Assert.Equal("""["ana@x.org"]""", StoredOf(created)[Acme]!["leads"]!.ToJsonString());
        Assert.Contains(await gateway.LogOfAsync(created), line =>
            line.StartsWith("Warning", StringComparison.Ordinal) && !line.Contains("nobody@x.org", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whom_the_target_names_and_does_not_have_is_left_out_of_the_answer()
    {
        target.Store("/Users/3", $$"""{"userName":"cy@x.org","{{Acme}}":{"leads":["gone@x.org","bo@x.org"]} }""");
        target.Store("/Users/4", $$"""{"userName":"di@x.org","{{Acme}}":{"leads":["gone@x.org"]} }""");

        Assert.Equal("""["2"]""", (await gateway.GetAsync("Users/3")).Json![Acme]!["bosses"]!.ToJsonString());
        Assert.False((await gateway.GetAsync("Users/4")).Json!.ContainsKey(Acme));
    }

    [Theory]
    [InlineData("""{"op":"add","path":"urn:acme:2.0:User:bosses","value":["E1"]}""", """["bo@x.org","ana@x.org"]""")]
    [InlineData("""{"op":"replace","path":"urn:acme:2.0:User:bosses","value":["E1","nobody"]}""", """["ana@x.org"]""")]
    [InlineData("""{"op":"add","value":{"urn:acme:2.0:User":{"bosses":["1"]}}}""", """["bo@x.org","ana@x.org"]""")]
    [InlineData("""{"op":"replace","path":"urn:acme:2.0:User:bosses","value":["nobody"]}""", null)]
    [InlineData("""{"op":"add","path":"urn:acme:2.0:User:bosses","value":["nobody"]}""", """["bo@x.org"]""")]
    [InlineData("""{"op":"remove","path":"urn:acme:2.0:User:bosses"}""", null)]
    public async Task A_PATCH_of_a_list_of_strings_is_in_the_targets_words(string operation, string? leads)
    {
        target.Store("/Users/3", $$"""{"userName":"cy@x.org","{{Acme}}":{"leads":["bo@x.org"]} }""");

        var patched = await gateway.PatchAsync("Users/3", Bodies.Patch(operation));

        Assert.True(patched.Status == 200, patched.Text);
        Assert.Equal(leads, target.Stored("/Users/3")[Acme]?["leads"]?.ToJsonString());
    }

    [Fact]
    public async Task Members_are_found_by_each_of_the_names_and_are_there_once()
    {
        var created = await gateway.PostAsync("Groups", Group("""[{"value":"BO@x.org"},{"value":"E1"},{"value":"2"}]"""));

        Assert.Equal(["1", "2"], StoredOf(created, "/Groups").Members());
    }

    [Theory]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"E1"}]}""", "2,1")]
    [InlineData("""{"op":"remove","path":"members[value eq \"bo@x.org\"]"}""", "")]
    [InlineData("""{"op":"remove","path":"members[value eq \"2\"]"}""", "")]
    [InlineData("""{"op":"replace","path":"members","value":[{"value":"ana@x.org"}]}""", "1")]
    [InlineData("""{"op":"add","value":{"members":[{"value":"ana@x.org"}]}}""", "2,1")]
    public async Task A_PATCH_of_members_names_them_as_the_target_does(string operation, string members)
    {
        target.Store("/Groups/7", """{"displayName":"Eng","members":[{"value":"2"}]}""");

        var patched = await gateway.PatchAsync("Groups/7", Bodies.Patch(operation));

        Assert.True(patched.Status is 200 or 204, patched.Text);
        Assert.Equal(members, string.Join(',', target.Stored("/Groups/7").Members()));
    }

    [Fact]
    public async Task A_member_who_is_not_there_is_refused_and_nothing_is_sent()
    {
        target.Store("/Groups/7", """{"displayName":"Eng"}""");

        var patched = await gateway.PatchAsync(
            "Groups/7",
            Bodies.Patch("""{"op":"add","path":"members","value":[{"value":"1"},{"value":"nobody@x.org"}]}""")
        );

        patched.IsScimError(400, "invalidValue");
        Assert.Contains(
            "members names the User 'nobody@x.org', which the target does not have (yet).",
            patched.Text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(target.Calls, call => call.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_group_among_the_members_is_not_asked_for_among_the_users()
    {
        var created = await gateway.PostAsync("Groups", Group("""[{"value":"g7","type":"Group"},{"value":"1","type":"User"}]"""));

        Assert.Equal(["g7", "1"], StoredOf(created, "/Groups").Members());
        Assert.DoesNotContain(target.Calls, call => call.Contains("g7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answers_with_references_by_id_cost_no_look_up()
    {
        target.Store("/Groups/7", """{"displayName":"Eng","members":[{"value":"1"},{"value":"gone"}]}""");

        Assert.Equal(["1", "gone"], (await gateway.GetAsync("Groups/7")).Json!.Members());
        var listed = await gateway.FindAsync("Groups", "displayName eq \"Eng\"");

        Assert.Equal(["1", "gone"], listed[0].Members());
        Assert.Equal(["GET /Groups/7", "GET /Groups?filter=displayName eq \"Eng\""], target.Calls.Select(call => call.Split('&')[0]));
    }

    [Fact]
    public async Task A_user_whom_an_answer_has_just_shown_is_not_asked_for_nor_a_name_twice_what_it_is()
    {
        var user = await gateway.PostAsync("Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"cy@x.org"}""");
        var group = await gateway.PostAsync("Groups", Group($$"""[{"value":"{{user.Json.At("id")}}"},{"value":"CY@x.org"}]"""));

        await gateway.PostAsync("Groups", Group("""[{"value":"CY@x.org"}]"""));

        Assert.Equal(201, group.Status);
        Assert.Equal(["POST /Users", "GET /Users/CY@x.org", "POST /Groups", "POST /Groups"], target.Calls);
    }

    [Fact]
    public async Task Names_of_one_change_are_asked_for_each_once_and_at_most_eight_at_a_time()
    {
        for (int number = 1; number <= 20; number++) target.Store($"/Users/n{number}", $$"""{"userName":"n{{number}}@x.org"}""");
        int waiting = 0, most = 0;
        var eight = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        target.Before = async request =>
        {
            if (request.Method != "GET") return;
            int now = Interlocked.Increment(ref waiting);
            for (int seen = most; now > seen; seen = most) Interlocked.CompareExchange(ref most, now, seen);
            if (now == 8) eight.TrySetResult();
            await eight.Task.WaitAsync(TimeSpan.FromSeconds(60));
            Interlocked.Decrement(ref waiting);
        };

        string members = string.Join(',', Enumerable.Range(0, 40).Select(number => $$"""{"value":"n{{(number % 20) + 1}}"}"""));
        var created = await gateway.PostAsync("Groups", Group($"[{members}]"));

        Assert.True(created.Status == 201, created.Text);
        Assert.Equal((8, 21), (most, target.Calls.Count));
    }

    private const string ByName = $$"""
        target({
          User: {},
          Group: { attributes: [map("members", "members", { reference: { type: "User", by: "userName" } })] }
        });
        """;

    private async Task<TestGateway> NamingAsync()
    {
        target.Store("/Groups/7", """{"displayName":"Eng","members":[{"value":"ana@x.org","display":"Ana"},{"value":"bo@x.org"}]}""");
        return await TestGateway.StartAsync(target.Url, ByName);
    }

    [Fact]
    public async Task Members_whom_the_target_knows_by_name_are_shown_by_their_ids()
    {
        await using var naming = await NamingAsync();

        var read = await naming.GetAsync("Groups/7");

        Assert.Equal("""[{"value":"1","display":"Ana"},{"value":"2"}]""", WithoutRefs(read));
    }

    [Fact]
    public async Task A_member_is_removed_by_the_name_that_the_target_has()
    {
        await using var naming = await NamingAsync();

        var patched = await naming.PatchAsync("Groups/7", Bodies.Patch("""{"op":"remove","path":"members[value eq \"1\"]"}"""));

        Assert.Equal((200, """[{"value":"2"}]"""), (patched.Status, WithoutRefs(patched)));
        Assert.Equal(["bo@x.org"], target.Stored("/Groups/7").Members());
    }

    [Fact]
    public async Task The_removal_of_a_member_who_is_not_there_changes_nothing()
    {
        await using var naming = await NamingAsync();

        var patched = await naming.PatchAsync("Groups/7", Bodies.Patch("""{"op":"remove","path":"members[value eq \"9\"]"}"""));

        Assert.Equal(200, patched.Status);
        Assert.Equal(["ana@x.org", "bo@x.org"], target.Stored("/Groups/7").Members());
    }

    [Theory]
    [InlineData("members.value eq \"2\"")]
    [InlineData("members[value eq \"2\"]")]
    [InlineData("displayName eq \"Eng\" and members eq \"2\"")]
    public async Task A_group_is_found_by_the_id_of_a_member(string filter)
    {
        await using var naming = await NamingAsync();

        Assert.Equal("7", Assert.Single(await naming.FindAsync("Groups", filter)).At("id"));
        Assert.Empty(await naming.FindAsync("Groups", filter.Replace("\"2\"", "\"9\"", StringComparison.Ordinal)));
    }

    private const string ByIdAlone = """
        target({ User: {}, Group: { attributes: [map("members", "members", { reference: { type: "User", by: "id" } })] } });
        """;

    [Fact]
    public async Task Users_whose_ids_alone_are_named_are_read_without_a_look_at_them()
    {
        await using var plain = await TestGateway.StartAsync(target.Url, ByIdAlone);

        var created = await plain.PostAsync("Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"cy@x.org"}""");
        var group = await plain.PostAsync("Groups", Group($$"""[{"value":"{{created.Json.At("id")}}"}]"""));
        await plain.DeleteAsync($"Users/{created.Json.At("id")}");
        target.Store("/Groups/7", """{"displayName":"Eng"}""");
        var late = await plain.PatchAsync(
            "Groups/7",
            Bodies.Patch($$"""{"op":"add","path":"members","value":[{"value":"{{created.Json.At("id")}}"}]}""")
        );

        Assert.Equal(201, group.Status);
        late.IsScimError(400, "invalidValue");
        Assert.Equal(["POST /Users", "POST /Groups"], target.Calls.Take(2));
    }

    private static string WithoutRefs(Answer answer)
    {
        var members = (JsonArray)answer.Json!["members"]!.DeepClone();
        foreach (var member in members) member!.AsObject().Remove("$ref");
        return members.ToJsonString();
    }
}
