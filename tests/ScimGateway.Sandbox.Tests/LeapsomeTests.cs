using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScimGateway.Sandbox.Tests;

public sealed class LeapsomeTests : IAsyncLifetime
{
    private const string Greta = "64f0c0de0000000000000001";
    private const string Oluwaseun = "64f0c0de0000000000000002";
    private const string Hana = "64f0c0de0000000000000003";

    private readonly ManualTime time = new();
    private Caller leapsome = null!;

    public async Task InitializeAsync() =>
        leapsome = await Caller.OfAsync("leapsome", new SandboxOptions { Time = time, RequestsPerSecond = 10_000 });

    public async Task DisposeAsync() => await leapsome.DisposeAsync();

    [Fact]
    public async Task A_create_tells_its_time_as_a_number_and_a_read_as_text()
    {
        var created = await leapsome.SendAsync(
            "POST",
            "/Users",
            """{"userName":"ana@x.org","name":{"givenName":"Ana","familyName":"Bø"},"title":"Engineer"}"""
        );
        var read = await leapsome.GetAsync($"/Users/{created.Id}");

        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal("application/json", created.MediaType);
        Assert.Equal(time.Now.ToUnixTimeMilliseconds(), created.Json["meta"]!["created"]!.GetValue<long>());
        Assert.Equal("2026-03-01T12:00:00.000Z", read.Json["meta"]!["created"]!.GetValue<string>());
        Assert.Equal($"{leapsome.Server.BaseAddress}/Users/{created.Id}", read.Json["meta"]!["location"]!.GetValue<string>());
        Assert.True(read.Json["active"]!.GetValue<bool>());
        Assert.Equal("Engineer", read.Json["title"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"userName":"GRETA.lindqvist@fjordlight.example.com","title":"Other"}""")]
    [InlineData("""{"userName":"other@x.org","externalId":"l-0001"}""")]
    public async Task A_create_of_a_user_who_is_there_is_answered_with_201_and_an_empty_object(string body)
    {
        var reply = await leapsome.SendAsync("POST", "/Users", body);

        Assert.Equal(HttpStatusCode.Created, reply.Status);
        Assert.Equal("{}", reply.Text);
        Assert.Equal(3, leapsome.Server.Stored("/Users").Count);
        Assert.Equal("Managing Director", leapsome.Server.Stored("/Users")[Greta]["title"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(Hana)]
    [InlineData("l-0003")]
    public async Task A_user_is_read_by_id_or_else_by_externalId(string id)
    {
        Assert.Equal(Hana, (await leapsome.GetAsync($"/Users/{id}")).Id);
    }

    [Fact]
    public async Task An_unknown_user_is_told_in_JSON_with_a_number_for_status()
    {
        var reply = await leapsome.GetAsync("/Users/nobody");

        Assert.Equal(HttpStatusCode.NotFound, reply.Status);
        Assert.Equal("application/json", reply.MediaType);
        Assert.Equal("User nobody not found", reply.Json["detail"]!.GetValue<string>());
        Assert.Equal(404, reply.Json["status"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("userName eq hana.kowalczyk@fjordlight.example.com")]
    [InlineData("userName eq \"Hana.Kowalczyk@fjordlight.example.com\"")]
    public async Task A_user_is_found_by_userName_quoted_or_not(string filter)
    {
        Assert.Equal(["hana.kowalczyk@fjordlight.example.com"], (await leapsome.FindAsync("/Users", filter)).UserNames);
    }

    [Theory]
    [InlineData("/Users", "externalId eq \"l-0003\"")]
    [InlineData("/Users", "displayName eq \"Hana\"")]
    [InlineData("/Users", "userName sw hana")]
    [InlineData("/Users", "userName eq a and active eq true")]
    [InlineData("/Users", "userName eq a or title pr")]
    [InlineData("/Groups", "userName eq a")]
    [InlineData("/Groups", "displayName co a")]
    public async Task Another_filter_is_refused(string endpoint, string filter)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await leapsome.FindAsync(endpoint, filter)).Status);
    }

    [Fact]
    public async Task A_patch_is_a_partial_user_that_is_merged()
    {
        time.Now += TimeSpan.FromDays(1);
        var reply = await PatchAsync(Hana, $$$"""
            "name":{"familyName":"Nowak"},"active":false,"title":null,"{{{Urns.Enterprise}}}":{"level":"L4","location":"","gender":null}
            """);

        var extension = reply.Json[Urns.Enterprise]!.AsObject();
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("""{"givenName":"Hana","familyName":"Nowak"}""", reply.Json["name"]!.ToJsonString());
        Assert.False(reply.Json["active"]!.GetValue<bool>());
        Assert.False(reply.Json.ContainsKey("title"));
        Assert.Equal("L4", extension["level"]!.GetValue<string>());
        Assert.Equal("1995-10-17", extension["birthday"]!.GetValue<string>());
        Assert.False(extension.ContainsKey("location") || extension.ContainsKey("gender"));
        Assert.Equal("2026-03-02T12:00:00.000Z", reply.Json["meta"]!["lastModified"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"active":false}""", 400)]
    [InlineData("""{"userName":"","active":false}""", 400)]
    [InlineData($$$"""{"schemas":["{{{Urns.PatchOp}}}"],"Operations":[{"op":"replace","path":"active","value":false}]}""", 400)]
    [InlineData("""{"userName":"hana.kowalczyk@fjordlight.example.com","active":"False"}""", 400)]
    [InlineData("""{"userName":"greta.lindqvist@fjordlight.example.com","active":false}""", 409)]
    public async Task A_patch_without_the_userName_or_with_what_cannot_be_is_refused_and_changes_nothing(string body, int status)
    {
        var before = leapsome.Server.Stored("/Users")[Hana];

        var reply = await leapsome.SendAsync("PATCH", $"/Users/{Hana}", body);

        Assert.Equal(status, (int)reply.Status);
        Assert.True(JsonNode.DeepEquals(before, leapsome.Server.Stored("/Users")[Hana]));
    }

    [Theory]
    [InlineData(Greta)]
    [InlineData("greta.lindqvist@fjordlight.example.com")]
    [InlineData("l-0001")]
    public async Task A_manager_is_written_as_a_string_and_read_as_an_object(string manager)
    {
        var reply = await PatchAsync(Hana, $$$"""
            "{{{Urns.Enterprise}}}":{"manager":"{{{manager}}}"}
            """);

        Assert.Equal(
            $$$"""{"managerId":"{{{Greta}}}","displayName":"Greta Lindqvist"}""",
            reply.Json[Urns.Enterprise]!["manager"]!.ToJsonString()
        );
        Assert.Equal($$$"""{"value":"{{{Greta}}}"}""", reply.Json["manager"]!.ToJsonString());
        Assert.Equal(Greta, leapsome.Server.Stored("/Users")[Hana][Urns.Enterprise]!["manager"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""["greta.lindqvist@fjordlight.example.com","l-0002"]""")]
    [InlineData("\"greta.lindqvist@fjordlight.example.com, l-0002\"")]
    public async Task Additional_managers_are_written_as_strings_and_read_as_objects(string managers)
    {
        var reply = await PatchAsync(Hana, $$$"""
            "{{{Urns.Enterprise}}}":{"additionalManagers":{{{managers}}}}
            """);

        Assert.Equal(
            $$$"""[{"managerId":"{{{Greta}}}","displayName":"Greta Lindqvist"},{"managerId":"{{{Oluwaseun}}}","displayName":"Oluwaseun Adeyemi"}]""",
            reply.Json[Urns.Enterprise]!["additionalManagers"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"manager":"nobody@x.org"}""", "Manager nobody@x.org does not exist")]
    [InlineData("""{"manager":{"value":"64f0c0de0000000000000001"}}""", "manager must be a string")]
    [InlineData("""{"additionalManagers":["l-0001","nobody@x.org"]}""", "Manager nobody@x.org does not exist")]
    [InlineData("""{"startDate":"2026-03-01T00:00:00Z"}""", "startDate must be YYYY-MM-DD")]
    [InlineData("""{"birthday":"01.03.1990"}""", "birthday must be YYYY-MM-DD")]
    [InlineData("""{"gender":"F"}""", "gender must be one of male, female, diverse")]
    [InlineData("""{"employmentType":"permanent"}""", "employmentType must be one of internal, external")]
    [InlineData("""{"5f00000000000000000000aa":7}""", "5f00000000000000000000aa must be a string")]
    public async Task An_extension_that_does_not_fit_is_refused_for_creates_and_patches_alike(string extension, string detail)
    {
        var created = await leapsome.SendAsync(
            "POST",
            "/Users",
            $$$"""{"userName":"ana@x.org","{{{Urns.Enterprise}}}":{{{extension}}}}"""
        );
        var patched = await PatchAsync(Hana, $"\"{Urns.Enterprise}\":{extension}");

        Assert.All([created, patched], reply => Assert.Equal(HttpStatusCode.BadRequest, reply.Status));
        Assert.All([created, patched], reply => Assert.Equal(detail, reply.Json["detail"]!.GetValue<string>()));
        Assert.Equal(3, leapsome.Server.Stored("/Users").Count);
    }

    [Fact]
    public async Task Custom_attributes_stand_under_24_hexadecimal_digits_and_unknown_names_are_dropped()
    {
        var reply = await PatchAsync(Hana, $$$"""
            "{{{Urns.Enterprise}}}":{"5f00000000000000000000aa":"Blue","shoeSize":"44","5f00":"x"}
            """);

        var extension = reply.Json[Urns.Enterprise]!.AsObject();
        Assert.Equal("Blue", extension["5f00000000000000000000aa"]!.GetValue<string>());
        Assert.False(extension.ContainsKey("shoeSize") || extension.ContainsKey("5f00"));
    }

    [Theory]
    [InlineData("PUT", $"/Users/{Hana}", 405, "text/html")]
    [InlineData("PUT", "/Groups/1", 405, "text/html")]
    [InlineData("DELETE", $"/Users/{Hana}", 404, "text/plain")]
    [InlineData("DELETE", "/Groups/1", 404, "text/plain")]
    public async Task There_is_neither_put_nor_delete_and_the_answer_is_no_JSON(
        string method,
        string path,
        int status,
        string mediaType
    )
    {
        var reply = await leapsome.SendAsync(method, path, "{}");

        Assert.Equal(status, (int)reply.Status);
        Assert.Equal(mediaType, reply.MediaType);
    }

    [Fact]
    public async Task Members_of_a_group_are_taken_and_never_shown()
    {
        var created = await leapsome.SendAsync(
            "POST",
            "/Groups",
            $$$"""{"displayName":"Research and Development","members":[{"value":"{{{Greta}}}"}]}"""
        );
        var found = await leapsome.FindAsync("/Groups", "displayName eq Research and Development");

        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal(JsonValueKind.Number, created.Json["meta"]!["created"]!.GetValueKind());
        Assert.Equal(1, found.Total);
        Assert.Empty(created.Json["members"]!.AsArray());
        Assert.Empty(found.Json["Resources"]![0]!["members"]!.AsArray());
        Assert.Empty((await leapsome.GetAsync($"/Groups/{created.Id}")).Json["members"]!.AsArray());
        Assert.Equal([Greta], Members(created.Id));
    }

    [Fact]
    public async Task A_patch_of_a_group_adds_its_members_unless_it_says_that_they_replace()
    {
        string id = (
            await leapsome.SendAsync("POST", "/Groups", $$$"""{"displayName":"Eng","members":[{"value":"{{{Greta}}}"}]}""")
        ).Id;

        await leapsome.SendAsync("PATCH", $"/Groups/{id}", $$$"""{"members":[{"value":"{{{Hana}}}"},{"value":"{{{Greta}}}"}]}""");
        Assert.Equal([Greta, Hana], Members(id));

        await leapsome.SendAsync(
            "PATCH",
            $"/Groups/{id}",
            $$$"""{"displayName":"Engineering","replaceMembers":true,"members":[{"value":"{{{Oluwaseun}}}"}]}"""
        );
        Assert.Equal([Oluwaseun], Members(id));
        Assert.Equal("Engineering", (await leapsome.GetAsync($"/Groups/{id}")).Json["displayName"]!.GetValue<string>());

        await leapsome.SendAsync("PATCH", $"/Groups/{id}", """{"replaceMembers":true,"members":[]}""");
        Assert.Empty(Members(id));
    }

    [Theory]
    [InlineData(100, HttpStatusCode.OK)]
    [InlineData(101, HttpStatusCode.BadRequest)]
    public async Task A_patch_takes_at_most_100_members(int count, HttpStatusCode status)
    {
        string id = (await leapsome.SendAsync("POST", "/Groups", """{"displayName":"Eng"}""")).Id;
        var members = new JsonArray();
        for (int i = 0; i < count; i++)
            members.Add((JsonNode)new JsonObject
            {
                ["value"] = (await leapsome.SendAsync("POST", "/Users", $$$"""{"userName":"u{{{i}}}@x.org"}""")).Id,
            });

        var reply = await leapsome.SendAsync("PATCH", $"/Groups/{id}", new JsonObject { ["members"] = members }.ToJsonString());

        Assert.Equal(status, reply.Status);
        Assert.Equal(status == HttpStatusCode.OK ? count : 0, Members(id).Count);
    }

    [Theory]
    [InlineData("""{"members":[{"value":"nobody"}]}""")]
    [InlineData("""{"members":["64f0c0de0000000000000001"]}""")]
    [InlineData("""{"members":[],"replaceMembers":"true"}""")]
    [InlineData("""{"Operations":[{"op":"replace","path":"displayName","value":"x"}]}""")]
    public async Task A_patch_of_a_group_that_does_not_fit_is_refused(string body)
    {
        string id = (
            await leapsome.SendAsync("POST", "/Groups", $$$"""{"displayName":"Eng","members":[{"value":"{{{Greta}}}"}]}""")
        ).Id;

        Assert.Equal(HttpStatusCode.BadRequest, (await leapsome.SendAsync("PATCH", $"/Groups/{id}", body)).Status);
        Assert.Equal([Greta], Members(id));
    }

    [Theory]
    [InlineData(128, 201)]
    [InlineData(129, 400)]
    [InlineData(0, 400)]
    public async Task The_name_of_a_group_has_1_to_128_characters(int length, int status)
    {
        var reply = await leapsome.SendAsync("POST", "/Groups", $$$"""{"displayName":"{{{new string('x', length)}}}"}""");

        Assert.Equal(status, (int)reply.Status);
    }

    [Fact]
    public async Task Two_groups_cannot_have_one_name()
    {
        await leapsome.SendAsync("POST", "/Groups", """{"displayName":"Eng"}""");

        Assert.Equal(HttpStatusCode.Conflict, (await leapsome.SendAsync("POST", "/Groups", """{"displayName":"Eng"}""")).Status);
    }

    [Theory]
    [InlineData("GET", null)]
    [InlineData("PATCH", """{"displayName":"x"}""")]
    public async Task An_unknown_group_is_told_as_401_in_plain_text(string method, string? body)
    {
        var reply = await leapsome.SendAsync(method, "/Groups/nothing", body);

        Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
        Assert.Equal("text/plain", reply.MediaType);
        Assert.Equal("Group does not exist", reply.Text);
    }

    [Fact]
    public async Task Thirty_requests_a_second_are_taken_and_the_next_is_told_429_without_a_time_to_wait()
    {
        await using var limited = await Caller.OfAsync("leapsome", new SandboxOptions { Time = time });
        for (int i = 0; i < 30; i++) Assert.Equal(HttpStatusCode.OK, (await limited.GetAsync($"/Users/{Hana}")).Status);

        using var request = new HttpRequestMessage(HttpMethod.Get, limited.Server.BaseAddress + "/Users");
        using var refused = await limited.SendAsync(request);
        time.Now += TimeSpan.FromSeconds(1);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Null(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await limited.GetAsync($"/Users/{Hana}")).Status);
    }

    [Fact]
    public async Task Discovery_has_the_shapes_of_SCIM_1_1()
    {
        var config = (await leapsome.GetAsync("/ServiceProviderConfig")).Json;
        var schemas = (await leapsome.GetAsync("/Schemas")).Json;

        Assert.Equal(JsonValueKind.Object, config["authenticationSchemes"]!.GetValueKind());
        Assert.True(schemas["Resources"]![0]!["attributes"]![0]!["readOnly"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Pages_are_told_by_startIndex_and_count()
    {
        var reply = await leapsome.GetAsync("/Users?startIndex=2&count=1");

        Assert.Equal(3, reply.Total);
        Assert.Equal(["oluwaseun.adeyemi@fjordlight.example.com"], reply.UserNames);
        Assert.Equal(1, reply.Json["itemsPerPage"]!.GetValue<int>());
    }

    [Fact]
    public async Task Departments_divisions_cost_centres_and_groups_become_teams()
    {
        await PatchAsync(Hana, $$$""" "{{{Urns.Enterprise}}}":{"department":"Sales","division":"EMEA","costCenter":"4711"} """);
        await leapsome.SendAsync(
            "POST",
            "/Groups",
            $$$"""{"displayName":"EMEA","members":[{"value":"{{{Greta}}}"},{"value":"{{{Hana}}}"}]}"""
        );
        await leapsome.SendAsync("POST", "/Groups", """{"displayName":"Nobody's"}""");

        var teams = leapsome
            .Server.Stored("/Teams")
            .ToDictionary(team => team.Key, team => string.Join(' ', team.Value["members"]!.AsArray()));

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["Management"] = Greta,
                ["Sales"] = $"{Oluwaseun} {Hana}",
                ["EMEA"] = $"{Hana} {Greta}",
                ["4711"] = Hana,
                ["Nobody's"] = "",
            },
            teams);
    }

    private IEnumerable<string> MembersOf(string id) =>
        leapsome.Server.Stored("/Groups")[id]["members"]!.AsArray().Select(member => member!["value"]!.GetValue<string>());

    private List<string> Members(string id) => [.. MembersOf(id)];

    private Task<Reply> PatchAsync(string id, string members) =>
        leapsome.SendAsync("PATCH", $"/Users/{id}", $$$"""{"userName":"hana.kowalczyk@fjordlight.example.com",{{{members}}}}""");
}
