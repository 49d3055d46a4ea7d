using ScimGateway.Clients;
using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

/// <summary>What a resource is called and where it is, as the client sees it: at the gateway, in the RFC's form, whatever the
/// target said.</summary>
public class IdentityTests
{
    private const string Core = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private const string NewUser = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana"}""";

    private const string Told = """
        {"id":12345,"userName":"ana","password":"s3cret","active":"True","emails":null,"phoneNumbers":[],
         "meta":{"location":"https://inside.example/api/Users/12345","created":1700000000000},
         "groups":[{"value":"g-1","$ref":"https://inside.example/api/Groups/g-1"}],
         "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"IT","manager":{"value":"7","$ref":"../Users/7"}}}
        """;

    private const string TwoTargets = """
        listen: http://127.0.0.1:0
        publicUrl: https://gw.example/
        clients:
          - { name: one, profile: strict, token: file:one, target: app }
          - { name: both, profile: strict, token: file:test, targets: [app, other] }
        targets:
          - { name: app, url: URL, auth: { bearer: file:secret } }
          - { name: other, url: URL, auth: { bearer: file:secret } }
        """;

    [Theory]
    [InlineData("Users", "https://gw.example/scim/v2")]
    [InlineData("app/Users", "https://gw.example/scim/v2/app")]
    public async Task A_created_user_is_at_the_gateway_and_every_reference_with_it(string path, string at)
    {
        await using var target = await FakeTarget.AnsweringAsync(201, Told);
        await using var gateway = await TestGateway.StartAsync(target.Url);
        var answer = await gateway.PostAsync(path, NewUser);
        Assert.Equal(201, answer.Status);
        Assert.Equal("application/scim+json", answer.MediaType);
        Assert.Equal($"{at}/Users/12345", answer.Response.Headers.Location?.OriginalString);
        Assert.Equal($"{at}/Users/12345", answer.Json!["meta"]!["location"]!.GetValue<string>());
        Assert.Equal("User", answer.Json["meta"]!["resourceType"]!.GetValue<string>());
        Assert.Equal($"{at}/Groups/g-1", answer.Json["groups"]![0]!["$ref"]!.GetValue<string>());
        Assert.Equal($"{at}/Users/7", answer.Json[Enterprise]!["manager"]!["$ref"]!.GetValue<string>());
        Assert.Equal("12345", answer.Json["id"]!.GetValue<string>());
        Assert.True(answer.Json["active"]!.GetValue<bool>());
        Assert.Equal([Core, Enterprise], answer.Json["schemas"]!.AsArray().Select(uri => uri!.GetValue<string>()));
        foreach (string gone in new[] { "password", "emails", "phoneNumbers" }) Assert.False(answer.Json.ContainsKey(gone), gone);
        Assert.DoesNotContain("inside.example", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_of_several_targets_sees_the_targets_name_in_every_URL()
    {
        await using var target = await FakeTarget.AnsweringAsync(201, Told);
        var files = new Dictionary<string, string> { ["one"] = "token-of-one", ["test"] = TestGateway.Token, ["secret"] = "s" };
        await using var gateway = await TestGateway.FromYamlAsync(
            TwoTargets.Replace("URL", target.Url, StringComparison.Ordinal),
            files
        );
        var answer = await gateway.PostAsync("other/Users", NewUser);
        Assert.Equal("https://gw.example/scim/v2/other/Users/12345", answer.Response.Headers.Location?.OriginalString);
        Assert.Equal("https://gw.example/scim/v2/other/Users/12345", answer.Json!["meta"]!["location"]!.GetValue<string>());
        (await gateway.GetAsync("Users/1")).IsScimError(404);
        (await gateway.GetAsync("nobody/Users/1")).IsScimError(404);

        using var one = gateway.NewClient("token-of-one");
        using var refused = await one.GetAsync("other/Users/1");
        using var unknown = await one.GetAsync("nobody/Users/1");
        string detail = (await Answer.ReadAsync(refused)).IsScimError(404).Detail!;
        Assert.Equal(
            detail.Replace("other", "nobody", StringComparison.Ordinal),
            (await Answer.ReadAsync(unknown)).IsScimError(404).Detail
        );
    }

    [Theory]
    [InlineData("a/b c", "a%2Fb%20c")]
    [InlineData("Jürgen", "J%C3%BCrgen")]
    [InlineData("100%", "100%25")]
    public async Task The_location_of_an_odd_id_leads_back_to_it(string id, string encoded)
    {
        await using var target = await FakeTarget.AnsweringAsync(201, $$"""{"id":"{{id}}","userName":"ana"}""");
        await using var gateway = await TestGateway.StartAsync(target.Url);
        var answer = await gateway.PostAsync("Users", NewUser);
        string location = answer.Response.Headers.GetValues("Location").Single();
        Assert.Equal($"https://gw.example/scim/v2/Users/{encoded}", location);
        Assert.Equal(location, answer.Json!["meta"]!["location"]!.GetValue<string>());
        await gateway.GetAsync(location["https://gw.example/scim/v2/".Length..]);
        Assert.Equal($"/Users/{encoded}", target.Requests[^1].PathAndQuery);
    }

    [Fact]
    public async Task A_create_tells_its_location_even_to_a_client_that_wants_no_meta()
    {
        await using var target = await FakeTarget.AnsweringAsync(201, Told);
        await using var gateway = await TestGateway.StartAsync(target.Url);
        var answer = await gateway.PostAsync("Users?excludedAttributes=meta", NewUser);
        Assert.Equal("https://gw.example/scim/v2/Users/12345", answer.Response.Headers.Location?.OriginalString);
        Assert.False(answer.Json!.ContainsKey("meta"));
    }

    // what the target answers to a query | totalResults, startIndex, itemsPerPage | ids
    [Theory]
    [InlineData("""{"totalResults":0,"Resources":null}""", 0, 1, "")]
    [InlineData("""{"totalResults":0}""", 0, 1, "")]
    [InlineData(
        """{"totalResults":"1","itemsPerPage":"1","startIndex":"1","Resources":[{"id":7,"userName":"ana"}]}""",
        1,
        1,
        "7"
    )]
    [InlineData("""{"totalresults":3,"startindex":3,"resources":[{"id":"c"}]}""", 3, 3, "c", "Users?startIndex=3")]
    [InlineData("""{"Resources":[{"id":"a"},null,{"id":"b"}]}""", 2, 1, "a,b")]
    [InlineData("""[{"id":"a"}]""", 1, 1, "a")]
    [InlineData("""{"totalResults":-1,"itemsPerPage":100,"Resources":[{"id":"a"}]}""", 1, 1, "a")]
    public async Task A_list_has_its_integers_and_its_Resources_always(
        string told,
        long total,
        int start,
        string ids,
        string asked = "Users"
    )
    {
        await using var target = await FakeTarget.AnsweringAsync(200, told);
        await using var gateway = await TestGateway.StartAsync(target.Url);
        var answer = await gateway.GetAsync(asked);
        Assert.Equal(200, answer.Status);
        Assert.Equal(
            ["schemas", "totalResults", "startIndex", "itemsPerPage", "Resources"],
            answer.Json!.Select(member => member.Key)
        );
        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:ListResponse", answer.Json!["schemas"]![0]!.GetValue<string>());
        Assert.Equal(total, answer.Json["totalResults"]!.GetValue<long>());
        Assert.Equal(start, answer.Json["startIndex"]!.GetValue<int>());
        var resources = answer.Json["Resources"]!.AsArray();
        Assert.Equal(resources.Count, answer.Json["itemsPerPage"]!.GetValue<int>());
        Assert.Equal(ids, string.Join(',', resources.Select(one => one!["id"]!.GetValue<string>())));
        Assert.All(
            resources,
            one => Assert.Equal($"https://gw.example/scim/v2/Users/{one!["id"]}", one!["meta"]!["location"]!.GetValue<string>())
        );
        Assert.All(resources, one => Assert.Equal(Core, one!["schemas"]![0]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("\"users\"")]
    [InlineData("{\"users\":[]}")]
    [InlineData("{\"totalResults\":1e400}")]
    [InlineData("{\"totalResults\":1,\"Resources\":{}}")]
    [InlineData("{\"totalResults\":1,\"Resources\":[7]}")]
    [InlineData("")]
    public async Task What_is_no_list_is_the_targets_fault(string told)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, told);
        await using var gateway = await TestGateway.StartAsync(target.Url);
        var answer = (await gateway.GetAsync("Users")).IsScimError(502);
        Assert.Contains("The target", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_that_matches_nothing_is_an_empty_list_even_where_the_target_says_404()
    {
        await using var target = await FakeTarget.AnsweringAsync(
            404,
            """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404"}"""
        );
        await using var gateway = await TestGateway.StartAsync(target.Url);
        var answer = await gateway.GetAsync("Users?filter=userName%20eq%20%22x%22");
        Assert.Equal("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"startIndex":1,"itemsPerPage":0,"Resources":[]}""", answer.Text);
        (await gateway.GetAsync("Users/x")).IsScimError(404);
        (await gateway.DeleteAsync("Users/x")).IsScimError(404);
    }

    [Fact]
    public async Task A_PUT_that_the_target_answers_with_nothing_shows_what_is_stored()
    {
        await using var target = await FakeTarget.StartAsync(
            (context, request) => request.Method == "PUT" ? context.AnswerAsync(204) : context.AnswerAsync(200, Told)
        );
        await using var gateway = await TestGateway.StartAsync(target.Url);
        var answer = await gateway.PutAsync("Users/12345", NewUser);
        Assert.Equal(200, answer.Status);
        Assert.Equal("IT", answer.Json![Enterprise]!["department"]!.GetValue<string>());
        Assert.Equal(["PUT", "GET"], target.Requests.Select(request => request.Method));
    }

    // RFC 7644 section 3.5.2: with attributes the answer is 200 with a body.
    [Theory]
    [InlineData(200, Told)]
    [InlineData(204, "")]
    public async Task A_PATCH_that_asks_for_attributes_gets_them(int status, string told)
    {
        await using var target = await FakeTarget.StartAsync(
            (context, request) => request.Method == "PATCH" ? context.AnswerAsync(status, told) : context.AnswerAsync(200, Told)
        );
        await using var gateway = await TestGateway.StartAsync(target.Url);
        var answer = await gateway.PatchAsync("Users/12345?attributes=userName", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"CTO"}]}""");
        Assert.Equal(200, answer.Status);
        Assert.Equal("ana", answer.Json!["userName"]!.GetValue<string>());
        Assert.Equal("12345", answer.Json["id"]!.GetValue<string>());
        Assert.False(answer.Json.ContainsKey("active"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("\"created\"")]
    [InlineData("""{"userName":"ana"}""")]
    public async Task A_create_without_an_id_is_never_answered_with_an_echo(string told)
    {
        await using var target = await FakeTarget.AnsweringAsync(201, told);
        await using var gateway = await TestGateway.StartAsync(target.Url);
        var answer = (await gateway.PostAsync("Users", NewUser)).IsScimError(502);
        Assert.Contains("The target 'app'", answer.Detail, StringComparison.Ordinal);
    }

    public static TheoryData<string> Profiles => [.. ClientProfile.All.Keys];

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Answers_and_errors_have_the_media_type_of_the_profile(string profile)
    {
        string mediaType = profile == "onelogin" ? "application/json" : "application/scim+json";
        await using var target = await FakeTarget.StartAsync((context, request) => context.AnswerAsync(
            request.PathAndQuery == "/Users/1" ? 200 : 404,
            request.PathAndQuery == "/Users/1" ? Told : ""
        ));
        await using var gateway = await TestGateway.StartAsync(target.Url, profile: profile);
        Assert.Equal(mediaType, (await gateway.GetAsync("Users/1")).MediaType);
        Assert.Equal(mediaType, (await gateway.GetAsync("Users/2")).IsScimError(404).MediaType);
        Assert.Equal(mediaType, (await gateway.GetAsync("Schemas")).MediaType);
    }

    [Fact]
    public async Task Entra_gets_204_for_the_PATCH_of_a_group_whatever_its_size()
    {
        await using var target = await FakeTarget.AnsweringAsync(
            200,
            """{"id":"g","displayName":"G","members":[{"value":"1"},{"value":"2"}]}"""
        );
        await using var gateway = await TestGateway.StartAsync(target.Url, profile: "entra");
        var answer = await gateway.PatchAsync("Groups/g", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Add","path":"members","value":[{"value":"2"}]}]}""");
        Assert.Equal(204, answer.Status);
        Assert.Equal("", answer.Text);
        Assert.Null(answer.MediaType);
    }

    [Fact]
    public async Task A_group_refers_to_its_members_at_the_gateway()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, """{"id":"g","displayName":"G","members":[{"value":"1","type":"User","$ref":"http://inside.example/Users/1"},{"value":"h","$ref":"/v2/Groups/h"}]}""");
        await using var gateway = await TestGateway.StartAsync(target.Url);
        var members = (await gateway.GetAsync("Groups/g")).Json!["members"]!.AsArray();
        Assert.Equal(
            ["https://gw.example/scim/v2/Users/1", "https://gw.example/scim/v2/Groups/h"],
            members.Select(member => member!["$ref"]!.GetValue<string>())
        );
    }
}
