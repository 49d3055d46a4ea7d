using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ScimGateway.Tests.Scimmy;

/// <summary>What scimmy does when it is asked directly: the ground that the tests of the road stand on.</summary>
public sealed class ScimmyFixtureTests(ScimmyFixture fixture) : IClassFixture<ScimmyFixture>, IAsyncLifetime
{
    private readonly HttpClient client = fixture.Server.CreateClient();

    public Task InitializeAsync() => fixture.Server.ResetAsync();

    public Task DisposeAsync()
    {
        client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_user_with_both_extensions_is_created_stored_and_read_back()
    {
        var (status, created) = await SendAsync("POST", "Users", """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana@x.org","name":{"givenName":"Ana"},
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"R&D","manager":{"value":"u-1"}},
             "urn:acme:params:scim:schemas:extension:acme:2.0:User":{"team":"Red","badge":"7"}}
            """);
        var id = (string)created["id"]!;

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal($"{fixture.Server.BaseAddress}/Users/{id}", (string?)created["meta"]!["location"]);
        var stored = Assert.Single(await fixture.Server.StoredAsync("Users"));
        Assert.Equal("Red", (string?)stored[ScimmyServer.AcmeUser]!["team"]);
        var (_, read) = await SendAsync("GET", $"Users/{id}");
        Assert.Equal("R&D", (string?)read["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]!["department"]);
    }

    [Fact]
    public async Task A_second_user_of_the_same_name_is_refused_whatever_its_case()
    {
        await CreateAsync("ana@x.org");

        var (status, error) = await SendAsync("POST", "Users", """{"userName":"ANA@x.org"}""");

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal("uniqueness", (string?)error["scimType"]);
        Assert.Single(await fixture.Server.StoredAsync("Users"));
    }

    [Theory]
    [InlineData("userName eq \"ana@x.org\"", 1)]
    [InlineData("userName sw \"ana\" or userName sw \"bo\"", 2)]
    [InlineData("userName eq \"nobody\"", 0)]
    [InlineData("userName eq \"ANA@x.org\"", 0)] // exact, although RFC 7643 section 4.1.1 says caseExact: false
    [InlineData(ScimmyServer.AcmeUser + ":team eq \"Red\"",
        0)] // an extension's attribute is never found: the dot of "2.0" splits the path
    public async Task A_filter_finds(string filter, int count)
    {
        await CreateAsync("ana@x.org");
        await CreateAsync("bo@x.org");

        var (status, list) = await SendAsync("GET", $"Users?filter={Uri.EscapeDataString(filter)}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(count, (int?)list["totalResults"]);
        Assert.Equal(count, list["Resources"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_list_is_paged_and_a_page_has_20_when_nothing_is_said()
    {
        foreach (var number in Enumerable.Range(1, 22)) await CreateAsync($"user{number}");

        var (_, whole) = await SendAsync("GET", "Users");
        var (_, rest) = await SendAsync("GET", "Users?startIndex=21&count=5");

        Assert.Equal(20, whole["Resources"]!.AsArray().Count);
        Assert.Equal(22, (int?)whole["totalResults"]);
        Assert.Equal(["user21", "user22"], rest["Resources"]!.AsArray().Select(user => (string?)user!["userName"]));
    }

    [Fact]
    public async Task A_put_replaces_the_whole_user()
    {
        var id = await CreateAsync("ana@x.org");

        var (status, _) = await SendAsync("PUT", $"Users/{id}", """{"userName":"ana@x.org","title":"Lead"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        var stored = Assert.Single(await fixture.Server.StoredAsync("Users"));
        Assert.Equal("Lead", (string?)stored["title"]);
        Assert.False(stored.ContainsKey(ScimmyServer.AcmeUser));
    }

    [Fact]
    public async Task A_patch_that_changes_nothing_is_answered_without_a_body()
    {
        var id = await CreateAsync("ana@x.org");
        const string Patch = """{"op":"replace","path":"title","value":"Lead"}""";

        var first = await PatchAsync($"Users/{id}", Patch);
        var second = await PatchAsync($"Users/{id}", Patch);

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal("Lead", (string?)first.Body["title"]);
        Assert.Equal(HttpStatusCode.NoContent, second.Status);
    }

    [Fact]
    public async Task A_patch_reaches_an_extension_by_its_urn()
    {
        var id = await CreateAsync("ana@x.org");

        await PatchAsync($"Users/{id}", $$"""{"op":"add","path":"{{ScimmyServer.AcmeUser}}:badge","value":"9"}""");

        var stored = Assert.Single(await fixture.Server.StoredAsync("Users"));
        Assert.Equal("9", (string?)stored[ScimmyServer.AcmeUser]!["badge"]);
    }

    [Fact]
    public async Task A_group_takes_and_loses_members()
    {
        var (status, group) = await SendAsync("POST", "Groups", """{"displayName":"Eng","members":[{"value":"u-1"}]}""");
        Assert.Equal(HttpStatusCode.Created, status);

        await PatchAsync($"Groups/{group["id"]}", """{"op":"add","path":"members","value":[{"value":"u-2"},{"value":"u-3"}]}""");
        await PatchAsync($"Groups/{group["id"]}", """{"op":"remove","path":"members[value eq \"u-1\"]"}""");

        var stored = Assert.Single(await fixture.Server.StoredAsync("Groups"));
        Assert.Equal(["u-2", "u-3"], stored["members"]!.AsArray().Select(member => (string?)member!["value"]));
    }

    [Fact]
    public async Task A_user_is_deleted_once()
    {
        var id = await CreateAsync("ana@x.org");

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync("DELETE", $"Users/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("DELETE", $"Users/{id}")).Status);
        Assert.Empty(await fixture.Server.StoredAsync("Users"));
    }

    [Theory] // What a client of a home-made server gets away with, and here does not.
    [InlineData("""{"userName":"ana","phoneNumbers":null}""", "invalidValue", "expected to be a collection")]
    [InlineData("""{"userName":"ana","active":"True"}""", "invalidValue", "expected value type 'boolean'")]
    [InlineData(
        """{"userName":"ana","emails":[{"value":"a@x.org","primary":"true"}]}""",
        "invalidValue",
        "expected value type 'boolean'"
    )]
    [InlineData("""{"schemas":["urn:x"],"userName":"ana"}""", "invalidSyntax", "incompatible")]
    [InlineData("""{"displayName":"ana"}""", "invalidValue", "'userName' is missing")]
    public async Task A_user_is_refused_for(string body, string scimType, string detail)
    {
        var (status, error) = await SendAsync("POST", "Users", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(scimType, (string?)error["scimType"]);
        Assert.Contains(detail, (string?)error["detail"], StringComparison.Ordinal);
        Assert.Empty(await fixture.Server.StoredAsync("Users"));
    }

    [Theory]
    [InlineData("""{"op":"replace","path":"active","value":"False"}""", "invalidValue")]
    [InlineData("""{"op":"replace","path":"emails[type eq \"work\"].value","value":"a@x.org"}""", "noTarget")]
    [InlineData(
        """{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager","value":"u-1"}""",
        "invalidValue"
    )]
    [InlineData(
        """{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value","value":"u-1"}""",
        "noTarget"
    )]
    public async Task A_patch_is_refused_for(string operation, string scimType)
    {
        var id = await CreateAsync("ana@x.org");

        var (status, error) = await PatchAsync($"Users/{id}", operation);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(scimType, (string?)error["scimType"]);
    }

    [Fact]
    public async Task A_patch_without_its_schema_is_refused()
    {
        var id = await CreateAsync("ana@x.org");

        var (status, error) = await SendAsync(
            "PATCH", $"Users/{id}", """{"Operations":[{"op":"replace","path":"title","value":"Lead"}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalidSyntax", (string?)error["scimType"]);
    }

    [Fact]
    public async Task An_empty_attributes_parameter_is_refused()
    {
        var (status, error) = await SendAsync("GET", "Users?attributes=");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalidFilter", (string?)error["scimType"]);
    }

    [Fact]
    public async Task A_resource_of_chosen_attributes_has_neither_schemas_nor_meta()
    {
        var id = await CreateAsync("ana@x.org");

        var (_, user) = await SendAsync("GET", $"Users/{id}?attributes=userName");

        Assert.Equal(["id", "userName"], user.Select(attribute => attribute.Key));
    }

    [Fact]
    public async Task Every_call_is_told_even_one_with_a_wrong_token()
    {
        await CreateAsync("ana@x.org");
        using var stranger = new HttpRequestMessage(HttpMethod.Get, "Users?count=1")
        {
            Headers = { { "Authorization", "Bearer wrong" } },
        };

        using var response = await client.SendAsync(stranger);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var calls = await fixture.Server.CallsAsync();
        Assert.Equal(["POST /scim/v2/Users", "GET /scim/v2/Users?count=1"], calls.Select(call => $"{call.Method} {call.Url}"));
        Assert.Contains("\"userName\":\"ana@x.org\"", calls[0].Body, StringComparison.Ordinal);
        Assert.Equal("Bearer wrong", calls[1].Headers["authorization"]);
    }

    private async Task<string> CreateAsync(string userName)
    {
        var (_, user) = await SendAsync(
            "POST",
            "Users",
            $$"""{"userName":"{{userName}}","{{ScimmyServer.AcmeUser}}":{"team":"Red"} }"""
        );
        return (string)user["id"]!;
    }

    private Task<(HttpStatusCode Status, JsonObject Body)> PatchAsync(string resource, string operation) =>
        SendAsync(
            "PATCH",
            resource,
            $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operation}}]}"""
        );

    private async Task<(HttpStatusCode Status, JsonObject Body)> SendAsync(string method, string address, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/scim+json");
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject());
    }
}
