using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>POST /Bulk in front of a target without it (RFC 7644 section 3.7). ConformanceTests have its rules; here is what goes
/// wrong.</summary>
public sealed class BulkStoriesTests : IAsyncLifetime
{
    private readonly PutOnlyTarget target = new();
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        await target.StartAsync();
        gateway = await TestGateway.StartAsync(
            target.Url,
            PutOnlyTarget.Mapping,
            more: TestGateway.EachCallAlone,
            top: "limits: { bulkOperations: 5, bulkBytes: 2048 }"
        );
        target.Store("/Users/1", """{"id":"1","userName":"ana","title":"CEO"}""");
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await target.DisposeAsync();
    }

    private static string Post(string endpoint, string bulkId, string members) =>
        $$"""{"method":"POST","path":"/{{endpoint}}","bulkId":"{{bulkId}}","data":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:{{endpoint[..^1]}}"],{{members}} } }""";

    private static string Patch(string path, string operation, string more = "") =>
        $$"""{"method":"PATCH","path":"{{path}}"{{more}},"data":{{Bodies.Patch(operation)}} }""";

    private Task<Answer> SendAsync(string more, params string[] operations) => gateway.PostAsync(
        "Bulk", $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],{{more}}"Operations":[{{string.Join(',', operations)}}]}""");

    private async Task<IReadOnlyList<JsonObject>> BulkAsync(params string[] operations)
    {
        var answer = await SendAsync("", operations);
        Assert.True(answer.Status == 200, answer.Text);
        return [.. answer.Json!["Operations"]!.AsArray().Cast<JsonObject>()];
    }

    private static string Statuses(IEnumerable<JsonObject> results) =>
        string.Join(' ', results.Select(result => result.At("status")));

    [Fact]
    public async Task Each_operation_goes_through_the_emulations_that_a_request_of_its_own_would()
    {
        var done = await BulkAsync(
            Patch("/Users/1", """{"op":"replace","path":"title","value":"CTO"}"""),
            Patch("/Users/1", """{"op":"add","path":"displayName","value":"Ana"}""")
        );

        Assert.Equal("200 200", Statuses(done));
        Assert.Equal(("CTO", "Ana"), (target.Stored("/Users/1").At("title"), target.Stored("/Users/1").At("displayName")));
        Assert.Equal(["GET /Users/1", "PUT /Users/1", "GET /Users/1", "PUT /Users/1"], target.Calls);
        Assert.All(done, one => Assert.Equal("https://gw.example/scim/v2/Users/1", one.At("location")));
        Assert.Equal((await gateway.GetAsync("Users/1")).Response.Headers.ETag?.ToString(), done[1].At("version"));
    }

    [Fact]
    public async Task Operations_share_the_time_of_the_request_and_those_that_were_not_begun_may_be_sent_again()
    {
        var clock = new ManualClock();
        await using var slow = await FakeTarget.StartAsync((context, _) =>
        {
            clock.Advance(TimeSpan.FromSeconds(0.8));
            return context.AnswerAsync(204);
        });
        await using var hurried = await TestGateway.StartAsync(
            slow.Url,
            more: "    limits: { timeout: 2s, answerIn: 2s }",
            clock: clock
        );

        var answer = await hurried.PostAsync("Bulk", $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[{{string.Join(',', Enumerable.Range(1, 6).Select(id => $$"""{"method":"DELETE","path":"/Users/{{id}}"}"""))}}]}""");

        JsonObject[] done = [.. answer.Json!["Operations"]!.AsArray().Cast<JsonObject>()];
        Assert.Equal("204 204 204 503 503 503", Statuses(done));
        Assert.StartsWith(
            "The time for this request was over before this operation began",
            done[3].At("response", "detail"),
            StringComparison.Ordinal
        );
        Assert.Equal(["/Users/1", "/Users/2", "/Users/3"], slow.Requests.Select(request => request.PathAndQuery));
    }

    [Fact]
    public async Task A_fault_of_one_operation_is_its_own_answer_and_those_who_refer_to_it_are_told()
    {
        var done = await BulkAsync(
            Post("Users", "twin", "\"displayName\":\"Ana\""),
            Post("Users", "eng", "\"userName\":\"eng\",\"manager\":\"bulkId:twin\""),
            Post("Printers", "p", "\"name\":\"p\""),
            """{"method":"PUT","path":"/Users/none","data":{"userName":7}}""",
            Patch("/Users/1", """{"op":"replace","path":"title","value":"CTO"}"""));

        Assert.Equal("400 409 404 400 200", Statuses(done));
        Assert.Contains("refers to the bulkId 'twin'", done[1].At("response", "detail"), StringComparison.Ordinal);
        Assert.Equal([null, null, null], done.Take(3).Select(one => one.At("location")));
        Assert.Equal("https://gw.example/scim/v2/Users/none", done[3].At("location"));
        Assert.Equal("CTO", target.Stored("/Users/1").At("title"));
    }

    /// <summary>A Bulk request that was cut short is sent again: its users are there, and its groups are still to be made of
    /// them.</summary>
    [Fact]
    public async Task Those_who_refer_to_what_is_there_already_get_it()
    {
        var done = await BulkAsync(
            Post("Users", "twin", "\"userName\":\"ana\""),
            Post("Users", "eng", "\"userName\":\"eng\",\"manager\":\"bulkId:twin\""),
            Patch("/Users/bulkId:twin", """{"op":"replace","path":"title","value":"CTO"}""")
        );

        Assert.Equal("409 201 200", Statuses(done));
        Assert.Equal("uniqueness", done[0].At("response", "scimType"));
        Assert.Equal(("1", "CTO"), (target.Stored("/Users/2").At("manager"), target.Stored("/Users/1").At("title")));
    }

    /// <summary>Two have the name, or nobody is shown: what is meant cannot be told.</summary>
    [Theory]
    [InlineData("""{"id":"2","userName":"ANA"}""")]
    [InlineData(null)]
    public async Task Who_is_not_the_only_one_of_his_name_is_not_referred_to(string? other)
    {
        if (other is not null) target.Store("/Users/2", other);
        else target.Store("/Users/1", """{"id":"1","userName":"bo","nickName":"ana"}""");

        var done = await BulkAsync(
            Post("Users", "twin", "\"userName\":\"ana\""),
            Post("Users", "eng", "\"userName\":\"eng\",\"manager\":\"bulkId:twin\"")
        );

        Assert.Equal("409 409", Statuses(done));
    }

    [Fact]
    public async Task After_failOnErrors_nothing_more_is_sent_and_what_was_not_tried_is_not_answered()
    {
        var answer = await SendAsync(
            "\"failOnErrors\":2,",
            Post("Users", "a", "\"userName\":\"ana\""),
            Patch("/Users/none", """{"op":"remove","path":"title"}"""),
            Post("Users", "c", "\"userName\":\"cy\"")
        );

        Assert.Equal("409 404", Statuses(answer.Json!["Operations"]!.AsArray().Cast<JsonObject>()));
        Assert.DoesNotContain(target.Calls, call => call.StartsWith("PUT", StringComparison.Ordinal));
        Assert.Single(target.Calls, call => call.StartsWith("POST", StringComparison.Ordinal));
    }

    // A group that this target calls taken by its userName, as it does with users.
    private static string Group(string name, string member) =>
        Post("Groups", name, $"\"userName\":\"{name}\",\"displayName\":\"{name.ToUpperInvariant()}\",\"members\":[{{\"value\":\"bulkId:{member}\"}}]");

    /// <summary>The id of the first POST is known, or the process ended before: then what is there must be what was
    /// written.</summary>
    [Theory]
    [InlineData("2")]
    [InlineData(null)]
    public async Task A_circle_whose_second_half_failed_is_closed_by_the_repeat(string? known)
    {
        target.FailingPuts = 1; // the PATCH that closes the circle
        string[] circle = [Group("a", "b"), Group("b", "a")];

        Assert.Equal("503 201", Statuses(await BulkAsync(circle)));
        await gateway
            .Host.State.Creates(gateway.Host.Gateway.Targets["app"].Config, "Group in Bulk")
            .BeginAsync("A", known, default);
        Assert.Equal("201 409", Statuses(await BulkAsync(circle)));
        Assert.Equal("409 409", Statuses(await BulkAsync(circle)));

        Assert.Equal(["3"], target.Stored("/Groups/2").Members());
    }

    [Theory]
    [InlineData(false, "\"displayName\":\"A\"")]
    [InlineData(true, "\"displayName\":\"A\",\"externalId\":\"theirs\",\"members\":[{\"value\":\"1\"}]")]
    public async Task A_circle_changes_no_group_of_somebody_else(bool isBegun, string there)
    {
        target.Store("/Groups/9", $$"""{"id":"9","userName":"a",{{there}}}""");
        if (isBegun) await gateway
            .Host.State.Creates(gateway.Host.Gateway.Targets["app"].Config, "Group in Bulk")
            .BeginAsync("A", "8", default);

        Assert.Equal("409 201", Statuses(await BulkAsync(Group("a", "b"), Group("b", "a"))));
        Assert.Equal("409 409", Statuses(await BulkAsync(Group("a", "b"), Group("b", "a"))));

        Bodies.Same($$"""{"id":"9","userName":"a",{{there}}}""", target.Stored("/Groups/9"));
    }

    [Fact]
    public async Task A_circle_whose_second_half_fails_names_what_was_created()
    {
        target.FailingPuts = 1; // the PATCH that closes the circle

        var done = await BulkAsync(Group("a", "b"), Group("b", "a"));

        Assert.Equal("503 201", Statuses(done));
        Assert.Equal("A", target.Stored("/Groups/2").At("displayName"));
        Assert.Contains(
            "Created as https://gw.example/scim/v2/Groups/2, but",
            done[0].At("response", "detail"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_version_of_an_operation_is_its_If_Match()
    {
        string version = (await gateway.GetAsync("Users/1")).Response.Headers.ETag!.ToString();
        string with = $",\"version\":{JsonValue.Create(version).ToJsonString()}";

        var done = await BulkAsync(
            Patch("/Users/1", """{"op":"replace","path":"title","value":"CTO"}""", with),
            Patch("/Users/1", """{"op":"replace","path":"title","value":"COO"}""", with)
        );

        Assert.Equal("200 412", Statuses(done));
        Assert.Equal("CTO", target.Stored("/Users/1").At("title"));
    }

    [Fact]
    public async Task More_than_the_config_allows_is_413_and_nothing_is_sent()
    {
        string[] six = [.. Enumerable.Repeat("""{"method":"DELETE","path":"/Users/1"}""", 6)];

        (await SendAsync("", six)).IsScimError(413);
        (await SendAsync("", Post("Users", "long", $"\"userName\":\"{new string('a', 2048)}\""))).IsScimError(413);

        Assert.Empty(target.Calls);
        var config = (await gateway.GetAsync("ServiceProviderConfig")).Json!["bulk"]!;
        Bodies.Same("""{"supported":true,"maxOperations":5,"maxPayloadSize":2048}""", config);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    public async Task Only_POST_is_possible(string method)
    {
        var refused = (await gateway.SendAsync(new HttpMethod(method), "Bulk", method == "GET" ? null : "{}")).IsScimError(405);

        Assert.Equal("POST", string.Join(", ", refused.Response.Content.Headers.Allow));
    }

    [Fact]
    public async Task The_record_has_an_entry_for_each_operation_with_its_own_calls()
    {
        await BulkAsync(
            Post("Users", "bo", "\"userName\":\"bo\",\"title\":\"Secret\""),
            Patch("/Users/1", """{"op":"replace","path":"title","value":"Secret"}"""),
            Post("Users", "ana", "\"userName\":\"ana\"")
        );

        var record = Assert.Single(await gateway.StopAndReadAuditAsync());

        Assert.Equal(("bulk", "200"), (record.At("operation"), record.At("status")));
        var entries = record["operations"]!.AsArray();
        Assert.Equal(["create User 2 201", "patch User 1 200", "create User  409"], entries.Select(entry =>
            $"{entry.At("operation")} {entry.At("resourceType")} {entry.At("resourceId")} {entry.At("status")}"));
        Assert.Equal(
            ["POST", "GET PUT", "POST GET"],
            entries.Select(entry => string.Join(' ', entry!["calls"]!.AsArray().Select(call => call.At("method"))))
        );
        Assert.Equal("title", Assert.Single(entries[1]!["attributes"]!.AsArray())!.GetValue<string>());
        Assert.DoesNotContain("Secret", record.ToJsonString(), StringComparison.Ordinal);
    }
}
