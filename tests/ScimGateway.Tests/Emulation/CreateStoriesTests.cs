using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>Creates of what is there already, and creates in two steps of which the second fails.</summary>
public sealed class CreateStoriesTests
{
    private const string Ana = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","title":"CTO"}""";

    private static string Adopting(string more = "") =>
        $$"""target({ can: { patch: false {{more}} }, create: { adopt: "userName" }, User: {} });""";

    private static string TwoSteps(string more) =>
        $$"""target({ can: { patch: false }, create: { only: ["userName"], then: "update", {{more}} }, User: {} });""";

    /// <summary>The second also of a target that overlooks the filter: whoever comes first is not taken for him.</summary>
    [Theory]
    [InlineData(", filters: false")]
    [InlineData("")]
    public async Task Who_is_there_already_is_found_updated_and_answered_as_created(string filters)
    {
        await using var target = await new PutOnlyTarget().StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, Adopting(filters));
        target.Store("/Users/7", """{"id":"7","userName":"bo","title":"COO"}""");
        target.Store("/Users/8", """{"id":"8","userName":"ANA","displayName":"ana"}""");

        var created = await gateway.PostAsync("Users", Ana);

        Assert.Equal(
            (201, "8", "CTO", "https://gw.example/scim/v2/Users/8"),
            (created.Status, created.Json.At("id"), created.Json.At("title"), created.Response.Headers.Location?.ToString())
        );
        Assert.Equal(("ana", "CTO", "ana"), (
            target.Stored("/Users/8").At("userName"),
            target.Stored("/Users/8").At("title"),
            target.Stored("/Users/8").At("displayName")
        ));
        Assert.Equal("COO", target.Stored("/Users/7").At("title"));
        Assert.Equal(["POST", "GET", "GET", "PUT"], target.Calls.Select(call => call.Split(' ')[0]));
    }

    /// <summary>Roles, photos, a time zone: what somebody else gave the account, in a schema that nobody knows, too.</summary>
    [Theory]
    [InlineData("patch: false")]
    [InlineData("patch: 'merge'")]
    public async Task What_the_client_does_not_say_of_an_adopted_account_stays(string can)
    {
        await using var target = await new PutOnlyTarget { Merges = true }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            $$"""target({ can: { {{can}} }, create: { adopt: "userName" }, User: {} });"""
        );
        target.Store("/Users/8", """{"id":"8","userName":"ana","roles":[{"value":"admin"}],"photos":[{"value":"https://x.org/a.png"}],"timezone":"Europe/Oslo","urn:x:y":{"keep":1}}""");

        Assert.Equal(201, (await gateway.PostAsync("Users", Ana)).Status);

        var stored = target.Stored("/Users/8");
        Assert.Equal(("CTO", "admin", "https://x.org/a.png", "Europe/Oslo", "1"), (
            stored.At("title"),
            stored["roles"]?[0].At("value"),
            stored["photos"]?[0].At("value"),
            stored.At("timezone"),
            stored["urn:x:y"]?["keep"]?.ToJsonString()
        ));
    }

    [Fact]
    public async Task A_conflict_with_somebody_else_stays_one()
    {
        await using var target = await new PutOnlyTarget().StartAsync();
        await using var gateway = await TestGateway.StartAsync(target.Url, Adopting());
        target.Store("/Users/7", """{"id":"7","userName":"bo","displayName":"ana"}""");

        (await gateway.PostAsync("Users", Ana)).IsScimError(409, "uniqueness");

        Assert.Equal("bo", target.Stored("/Users/7").At("userName"));
    }

    /// <summary>Case R08.</summary>
    [Fact]
    public async Task An_empty_201_is_adopted_too()
    {
        await using var target = await FakeTarget.StartAsync((context, request) => request.Method switch
        {
            "POST" => context.AnswerAsync(201, "{}"),
            "GET" when request.PathAndQuery == "/Users/8" => context.AnswerAsync(200, """{"id":"8","userName":"ana"}"""),
            "GET" => context.AnswerAsync(200, """{"totalResults":1,"Resources":[{"id":"8","userName":"ana"}]}"""),
            _ => context.AnswerAsync(200, """{"id":"8","userName":"ana","title":"CTO"}"""),
        });
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ create: { empty: 'exists', adopt: 'userName' }, User: {} });"
        );

        var created = await gateway.PostAsync("Users", Ana);

        Assert.Equal((201, "8", "CTO"), (created.Status, created.Json.At("id"), created.Json.At("title")));
        Assert.Equal(
            ["POST /Users", "GET /Users?filter=userName%20eq%20%22ana%22", "GET /Users/8", "PUT /Users/8"],
            target.Requests.Select(request => $"{request.Method} {request.PathAndQuery}")
        );
    }

    [Fact]
    public async Task A_create_that_failed_half_way_converges_when_it_is_repeated()
    {
        await using var target = await new PutOnlyTarget { FailingPuts = 2 }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            TwoSteps("adopt: 'userName'"),
            more: TestGateway.EachCallAlone
        );

        var statuses = new List<int>();
        for (int attempt = 0; attempt < 3; attempt++) statuses.Add((await gateway.PostAsync("Users", Ana)).Status);

        Assert.Equal([503, 503, 201], statuses);
        Assert.Equal("CTO", target.Stored("/Users/1").At("title"));
    }

    [Fact]
    public async Task Rolled_back_nothing_is_left_and_the_repeat_is_a_create_like_the_first()
    {
        await using var target = await new PutOnlyTarget { FailingPuts = 1, Deletes = true }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            TwoSteps("ifUpdateFails: 'delete'"),
            more: TestGateway.EachCallAlone
        );

        var failed = (await gateway.PostAsync("Users", Ana)).IsScimError(503);
        Assert.Contains("was created, and deleted again when", failed.Detail, StringComparison.Ordinal);
        Assert.Equal(["POST /Users", "PUT /Users/1", "DELETE /Users/1"], target.Calls);
        Assert.Equal(0, (await gateway.GetAsync("Users")).Json!["totalResults"]!.GetValue<int>());

        Assert.Equal(201, (await gateway.PostAsync("Users", Ana)).Status);
        Assert.Equal("CTO", target.Stored("/Users/1").At("title"));
    }

    [Fact]
    public async Task A_roll_back_that_fails_names_what_is_left()
    {
        await using var target = await new PutOnlyTarget { FailingPuts = 1 }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            TwoSteps("ifUpdateFails: 'delete'"),
            more: TestGateway.EachCallAlone
        );

        var failed = (await gateway.PostAsync("Users", Ana)).IsScimError(503);

        Assert.Contains(
            "was created with the id '1', but setting its remaining attributes failed, and so did deleting it again",
            failed.Detail,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_the_update_could_not_convert_is_refused_before_anything_is_created()
    {
        await using var target = await FakeTarget.AnsweringAsync(201, """{"id":"1","userName":"ana"}""");
        await using var gateway = await TestGateway.StartAsync(target.Url, """
            target({ create: { only: ["userName"], then: "update" }, User: { attributes: [ map("urn:acme:2.0:User:start", "start", { convert: "date", on: "update" }) ] } });
            """);

        var answer = await gateway.PostAsync("Users", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:acme:2.0:User"],"userName":"ana","urn:acme:2.0:User":{"start":"soon"}}""");

        answer.IsScimError(400, "invalidValue");
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task What_the_target_says_of_a_failed_update_stands_in_the_answer_and_not_in_the_log()
    {
        await using var target = await FakeTarget.StartAsync((context, request) => request.Method == "PUT"
            ? context.AnswerAsync(500, """{"detail":"userName ana@priv.org is broken"}""")
            : context.AnswerAsync(
                request.Method == "POST" ? 201 : 204,
                request.Method == "POST" ? """{"id":"1","userName":"ana"}""" : ""
            ));
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            TwoSteps("ifUpdateFails: 'delete'"),
            more: TestGateway.EachCallAlone
        );

        var failed = (await gateway.PostAsync("Users", Ana)).IsScimError(500);

        Assert.Contains("ana@priv.org", failed.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(await gateway.LogOfAsync(failed), line => line.Contains("ana@priv.org", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://inside.example/scim/v2/Users/a%2Fb", "a/b")]
    [InlineData("/scim/v2/users/7/", "7")]
    [InlineData("Users/7?x=1", null)]
    [InlineData("http://inside.example/login", null)]
    public async Task A_201_that_only_says_where_it_is_is_read_there(string location, string? id)
    {
        await using var target = await FakeTarget.StartAsync((context, request) =>
        {
            if (request.Method != "POST") return context.AnswerAsync(200, $$"""{"id":"{{id}}","userName":"ana","title":"CTO"}""");
            context.Response.Headers.Location = location;
            return context.AnswerAsync(201);
        });
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var created = await gateway.PostAsync("Users", Ana);

        Assert.Equal(
            id is null ? (502, null, null) : (201, id, "CTO"),
            (created.Status, created.Json.At("id"), created.Json.At("title"))
        );
        if (id is not null) Assert.Equal(
            $"GET /Users/{Uri.EscapeDataString(id)}",
            $"{target.Requests[^1].Method} {target.Requests[^1].PathAndQuery}"
        );
    }

    [Fact]
    public async Task Accepted_it_is_201_with_what_was_stored_and_a_warning_in_the_log()
    {
        await using var target = await new PutOnlyTarget { FailingPuts = 1 }.StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            TwoSteps("ifUpdateFails: 'accept'"),
            more: TestGateway.EachCallAlone
        );

        var created = await gateway.PostAsync("Users", Ana);

        Assert.Equal((201, "ana", null), (created.Status, created.Json.At("userName"), created.Json.At("title")));
        Assert.Contains(
            await gateway.LogOfAsync(created),
            line => line.StartsWith("Warning The User 1 was created without its remaining attributes", StringComparison.Ordinal)
        );
    }
}
