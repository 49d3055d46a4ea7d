using System.Net;

namespace ScimGateway.Sandbox.Tests;

public sealed class SlackTests : IAsyncLifetime
{
    private const string Freya = "U00000001";
    private const string Joao = "U00000002";

    private readonly ManualTime time = new();
    private Caller slack = null!;

    public async Task InitializeAsync() =>
        slack = await Caller.OfAsync("slack", new SandboxOptions { Time = time, RequestsPerSecond = 10_000 });

    public async Task DisposeAsync() => await slack.DisposeAsync();

    [Theory]
    [InlineData("ana.lee@x.org", "ana.lee")]
    [InlineData("Ana.Lee+Slack@x.org", "ana.leeslack")]
    [InlineData("a-very-long-name-of-somebody@x.org", "a-very-long-name-of-s")]
    [InlineData("ana_lee-2", "ana_lee-2")]
    public async Task An_email_for_a_userName_becomes_a_handle_of_at_most_21_characters(string said, string kept)
    {
        var created = await CreateAsync(said, "somebody@x.org");

        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal("application/json", created.MediaType);
        Assert.Equal((kept, kept), (created.Json["userName"]!.GetValue<string>(), created.Json["nickName"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{"userName":"Ana","emails":[{"value":"a@x.org"}]}""", 400, "invalid_username")]
    [InlineData("""{"userName":"a-very-long-name-of-somebody","emails":[{"value":"a@x.org"}]}""", 400, "invalid_username")]
    [InlineData("""{"userName":"@x.org","emails":[{"value":"a@x.org"}]}""", 400, "invalid_username")]
    [InlineData("""{"emails":[{"value":"a@x.org"}]}""", 400, "user_name_required")]
    [InlineData("""{"userName":"ana"}""", 400, "email_required")]
    [InlineData("""{"userName":"ana","emails":[]}""", 400, "email_required")]
    [InlineData("""{"userName":"ana","emails":[{"value":"ana"}]}""", 400, "invalid_email")]
    [InlineData("""{"userName":"ana","active":"true","emails":[{"value":"a@x.org"}]}""", 400, "invalid_active")]
    [InlineData("""{"userName":"freya.holm","emails":[{"value":"a@x.org"}]}""", 409, "username_taken")]
    [InlineData(
        """{"userName":"ana","emails":[{"value":"FREYA.holm@fjordlight.example.com"}]}""",
        409,
        "email_taken (existing_user=U00000001)"
    )]
    public async Task What_does_not_fit_is_refused_in_an_envelope_of_its_own(string body, int status, string description)
    {
        var reply = await slack.SendAsync("POST", "/Users", body);

        Assert.Equal(status, (int)reply.Status);
        Assert.Equal($$$"""{"Errors":{"description":"{{{description}}}","code":{{{status}}}}}""", reply.Json.ToJsonString());
        Assert.Equal(3, slack.Server.Stored("/Users").Count);
    }

    [Fact]
    public async Task A_token_that_it_does_not_know_is_400_and_its_abilities_are_told_to_anybody()
    {
        using var stranger = new HttpClient();

        using var users = await stranger.GetAsync(new Uri(slack.Server.BaseAddress + "/Users"));
        using var config = await stranger.GetAsync(new Uri(slack.Server.BaseAddress + "/ServiceProviderConfig"));

        Assert.Equal("""{"Errors":{"description":"unsupported_version","code":400}}""", await users.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (users.StatusCode, config.StatusCode));
    }

    [Fact]
    public async Task What_is_not_there_is_shown_as_empty_strings_and_empty_objects()
    {
        var shown = (await slack.GetAsync($"/Users/{Freya}")).Json;

        Assert.Equal("", shown["locale"]!.GetValue<string>());
        Assert.Equal("[{}]", shown["addresses"]!.ToJsonString());
        Assert.Equal("{}", shown[Urns.Enterprise]!["manager"]!.ToJsonString());
        Assert.True(shown["name"]!.AsObject().TryGetPropertyValue("honorificPrefix", out var prefix) && prefix is null);
        Assert.False(shown["meta"]!.AsObject().ContainsKey("lastModified"));
    }

    [Theory]
    [InlineData("/Users", "userName eq \"FREYA.holm\"", 1)]
    [InlineData("/Users", "emails eq \"freya.holm@fjordlight.example.com\"", 1)]
    [InlineData("/Users", "userName eq \"freya.holm@fjordlight.example.com\"", 0)]
    public async Task A_user_is_found_by_handle_or_by_email(string endpoint, string filter, int count) =>
        Assert.Equal(count, (await slack.FindAsync(endpoint, filter)).Total);

    [Theory]
    [InlineData("/Users", "title eq \"x\"")]
    [InlineData("/Users", "userName sw \"f\"")]
    [InlineData("/Users", "userName eq freya.holm")]
    [InlineData("/Groups", "members eq \"U00000001\"")]
    public async Task Another_filter_is_refused(string endpoint, string filter)
    {
        var reply = await slack.FindAsync(endpoint, filter);

        Assert.Equal(
            (HttpStatusCode.BadRequest, "invalid_filter"),
            (reply.Status, reply.Json["Errors"]!["description"]!.GetValue<string>())
        );
    }

    [Fact]
    public async Task A_page_has_10_and_1000_at_most()
    {
        for (int i = 0; i < 9; i++) await CreateAsync($"u{i}", $"u{i}@x.org");

        var page = await slack.GetAsync("/Users");
        var all = await slack.GetAsync("/Users?count=5000");

        Assert.Equal((12, 10, 12), (page.Total, page.UserNames.Count, all.UserNames.Count));
    }

    [Fact]
    public async Task A_delete_deactivates_as_often_as_it_is_sent_and_the_user_stays()
    {
        await slack.SendAsync("DELETE", $"/Users/{Freya}");
        var again = await slack.SendAsync("DELETE", $"/Users/{Freya}");

        Assert.Equal(HttpStatusCode.NoContent, again.Status);
        Assert.False((await slack.GetAsync($"/Users/{Freya}")).Json["active"]!.GetValue<bool>());
        Assert.Equal(HttpStatusCode.NotFound, (await slack.SendAsync("DELETE", "/Users/nobody")).Status);
    }

    [Fact]
    public async Task A_PUT_overwrites_everything_and_an_old_nickName_keeps_the_old_handle()
    {
        var user = (await slack.GetAsync($"/Users/{Joao}")).Json;
        user["userName"] = "joao.silva";
        user.Remove("title");
        await slack.SendAsync("PUT", $"/Users/{Joao}", user.ToJsonString());

        var stored = slack.Server.Stored("/Users")[Joao];
        Assert.Equal("joao.pereira", stored["userName"]!.GetValue<string>());
        Assert.False(stored.ContainsKey("title"));

        user["nickName"] = "joao.silva";
        await slack.SendAsync("PUT", $"/Users/{Joao}", user.ToJsonString());
        Assert.Equal("joao.silva", slack.Server.Stored("/Users")[Joao]["userName"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"op":"replace","path":"title","value":"CTO"}""", "title", "\"CTO\"")]
    [InlineData("""{"op":"remove","path":"title"}""", "title", null)]
    [InlineData("""{"op":"replace","path":"userName","value":"jp"}""", "userName", "\"jp\"")]
    [InlineData("""{"op":"replace","value":{"nickName":"jp"}}""", "userName", "\"jp\"")]
    [InlineData(
        """{"op":"replace","path":"name.givenName","value":"J"}""",
        "name",
        """{"givenName":"J","familyName":"Pereira"}"""
    )]
    [InlineData(
        """{"op":"replace","path":"emails[primary eq true].value","value":"jp@x.org"}""",
        "emails",
        """[{"value":"jp@x.org","primary":true}]"""
    )]
    [InlineData(
        """{"op":"replace","path":"emails[primary eq true]","value":{"value":"jp@x.org","type":"work"}}""",
        "emails",
        """[{"value":"jp@x.org","primary":true,"type":"work"}]"""
    )]
    [InlineData(
        $$$"""{"op":"remove","path":"{{{Urns.Enterprise}}}:manager"}""",
        Urns.Enterprise,
        """{"employeeNumber":"3002","department":"Engineering"}"""
    )]
    [InlineData(
        $$$"""{"op":"add","path":"{{{Urns.Enterprise}}}:manager.value","value":"U00000003"}""",
        Urns.Enterprise,
        """{"employeeNumber":"3002","department":"Engineering","manager":{"value":"U00000003"}}"""
    )]
    public async Task A_PATCH_changes_what_it_names(string operation, string attribute, string? stored)
    {
        var reply = await PatchAsync($"/Users/{Joao}", operation);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(stored, slack.Server.Stored("/Users")[Joao][attribute]?.ToJsonString());
    }

    [Theory]
    [InlineData("""{"op":"Replace","path":"title","value":"CTO"}""", 400, "invalid_op")]
    [InlineData("""{"op":"remove"}""", 400, "invalid_path")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"].value","value":"jp@x.org"}""", 400, "no_target")]
    [InlineData("""{"op":"remove","path":"emails"}""", 400, "email_required")]
    [InlineData(
        $$$"""{"op":"replace","path":"{{{Urns.Enterprise}}}:manager","value":{"value":"nobody"}}""",
        400,
        "manager_not_found"
    )]
    public async Task A_PATCH_that_does_not_fit_is_refused_and_changes_nothing(string operation, int status, string description)
    {
        string before = slack.Server.Stored("/Users")[Joao].ToJsonString();

        var reply = await PatchAsync($"/Users/{Joao}", operation);

        Assert.Equal((status, description), ((int)reply.Status, reply.Json["Errors"]!["description"]!.GetValue<string>()));
        Assert.Equal(before, slack.Server.Stored("/Users")[Joao].ToJsonString());
    }

    [Fact]
    public async Task Members_of_a_group_are_added_and_removed_by_value_or_by_path()
    {
        string id = (
            await slack.SendAsync("POST", "/Groups", $$$"""{"displayName":"Eng","members":[{"value":"{{{Freya}}}"}]}""")
        ).Id;

        Assert.Equal(HttpStatusCode.NoContent, (await PatchAsync(
            $"/Groups/{id}",
            $$$"""{"op":"add","path":"members","value":[{"value":"{{{Joao}}}"},{"value":"U00000003"}]}"""
        )).Status);
        await PatchAsync($"/Groups/{id}", $$$"""{"op":"remove","path":"members","value":[{"value":"{{{Freya}}}"}]}""");
        await PatchAsync($"/Groups/{id}", """{"op":"remove","path":"members[value eq \"U00000003\"]"}""");

        Assert.Equal([Joao], Members(id));
        Assert.Equal(
            $$$"""[{"value":"{{{id}}}","display":"Eng"}]""",
            (await slack.GetAsync($"/Users/{Joao}")).Json["groups"]!.ToJsonString()
        );
        await PatchAsync($"/Groups/{id}", """{"op":"replace","path":"members","value":[]}""");
        Assert.Empty(Members(id));
    }

    [Fact]
    public async Task A_group_is_found_by_its_name_renamed_and_deleted_for_good()
    {
        string id = (await slack.SendAsync("POST", "/Groups", """{"displayName":"Eng"}""")).Id;
        Assert.Equal("group_name_taken", (await slack.SendAsync("POST", "/Groups", """{"displayName":"eng"}""")).Json["Errors"]![
            "description"
        ]!.GetValue<string>());
        Assert.Equal(
            HttpStatusCode.OK,
            (await slack.SendAsync("PUT", $"/Groups/{id}", """{"displayName":"Engineering"}""")).Status
        );

        Assert.Equal(1, (await slack.FindAsync("/Groups", "displayName eq \"Engineering\"")).Total);
        Assert.Equal(HttpStatusCode.NoContent, (await slack.SendAsync("DELETE", $"/Groups/{id}")).Status);
        Assert.Equal(
            "group_not_found",
            (await slack.GetAsync($"/Groups/{id}")).Json["Errors"]!["description"]!.GetValue<string>()
        );
        Assert.Empty(slack.Server.Stored("/Groups"));
    }

    [Fact]
    public async Task A_member_who_is_nobody_is_refused()
    {
        var reply = await slack.SendAsync("POST", "/Groups", """{"displayName":"Eng","members":[{"value":"nobody"}]}""");

        Assert.Equal(
            (HttpStatusCode.NotFound, "user_not_found"),
            (reply.Status, reply.Json["Errors"]!["description"]!.GetValue<string>())
        );
    }

    [Fact]
    public async Task Writes_are_counted_by_the_minute_after_a_burst_of_20_and_reads_are_not_stopped_by_them()
    {
        await using var counting = await Caller.OfAsync("slack", new SandboxOptions { Time = time });
        for (int i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.NoContent, (await counting.SendAsync("DELETE", $"/Users/{Freya}")).Status);
        using var request = new HttpRequestMessage(HttpMethod.Delete, counting.Server.BaseAddress + $"/Users/{Freya}");

        using var refused = await counting.SendAsync(request);
        var read = await counting.GetAsync($"/Users/{Freya}");
        time.Now += TimeSpan.FromSeconds(1);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.OK, read.Status);
        var later = new List<int>();
        for (int i = 0; i < 4; i++) later.Add((int)(await counting.SendAsync("DELETE", $"/Users/{Freya}")).Status);
        Assert.Equal([204, 204, 204, 429], later);
    }

    [Theory]
    [InlineData("/Schemas/Users", 200)]
    [InlineData("/Schemas/Groups", 200)]
    [InlineData("/ResourceTypes", 200)]
    [InlineData("/Schemas", 404)]
    public async Task Schemas_are_told_one_by_one(string path, int status) =>
        Assert.Equal(status, (int)(await slack.GetAsync(path)).Status);

    private List<string> Members(string id) =>
        [.. slack.Server.Stored("/Groups")[id]["members"]!.AsArray().Select(member => member!["value"]!.GetValue<string>())];

    private Task<Reply> CreateAsync(string userName, string email) =>
        slack.SendAsync("POST", "/Users", $$$"""{"userName":"{{{userName}}}","emails":[{"value":"{{{email}}}"}]}""");

    private Task<Reply> PatchAsync(string path, string operation) =>
        slack.SendAsync("PATCH", path, $$$"""{"schemas":["{{{Urns.PatchOp}}}"],"Operations":[{{{operation}}}]}""");
}
