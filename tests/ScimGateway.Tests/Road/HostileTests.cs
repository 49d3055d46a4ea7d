using ScimGateway.Tests.Emulation;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Road;

/// <summary>What a client or a target might try so that a target is asked what nobody meant, or a client is told what is not
/// so.</summary>
public sealed class HostileTests
{
    private const string OneManager = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"userName":"ana","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":".."}}}""";

    private const string ByUserName = """
        var enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
        target({ User: { attributes: [ map(enterprise + ":manager.value", "urn:acme:Staff:Manager", { reference: { type: "User", by: "userName" } }) ] } });
        """;

    [Theory]
    [InlineData("x and active eq true", "displayName eq \"x and active eq true\"")]
    [InlineData("x\" or \"", "displayName eq \"x\\\" or \\\"\"")]
    [InlineData("(x)", "displayName eq \"(x)\"")]
    [InlineData("Engineering", "displayName eq Engineering")]
    public async Task A_value_that_would_be_more_than_a_value_without_its_quotation_marks_keeps_them(string value, string filter)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, """{"totalResults":0,"Resources":[]}""");
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            """target({ Group: { can: { filters: { operators: ["eq"], attributes: ["displayName"], quoted: false } } } });"""
        );

        await gateway.FindAsync("Groups", $"displayName eq {System.Text.Json.JsonSerializer.Serialize(value)}");

        Assert.Equal(["/Groups?filter=" + Uri.EscapeDataString(filter)], target.Requests.Select(request => request.PathAndQuery));
    }

    [Fact]
    public async Task A_manager_whose_id_is_a_dot_segment_asks_the_target_nothing_else()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, """{"id":"1","userName":"root"}""");
        await using var gateway = await TestGateway.StartAsync(target.Url, ByUserName);

        (await gateway.PostAsync("Users", OneManager)).IsScimError(400, "invalidValue");

        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task A_filter_on_a_reference_compares_with_what_the_client_knows_not_with_what_the_target_does()
    {
        await using var target = await FakeTarget.StartAsync((context, request) => context.AnswerAsync(200,
            request.PathAndQuery.Contains("filter=userName", StringComparison.Ordinal)
            ? """{"totalResults":1,"Resources":[{"id":"2","userName":"boss"}]}"""
            : """{"totalResults":2,"Resources":[{"id":"1","userName":"ana","urn:acme:Staff":{"Manager":"boss"}},{"id":"2","userName":"boss"}]}"""));
        await using var gateway = await TestGateway.StartAsync(target.Url, ByUserName);

        var found = await gateway.FindAsync("Users", $"{Bodies.Enterprise}:manager.value eq \"2\" and title eq null");

        Assert.Equal(["1"], found.Select(user => user.At("id")));
        Assert.DoesNotContain(
            target.Requests,
            request => request.PathAndQuery.Contains("%3AManager", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Theory]
    [InlineData("PATCH", "Users/1")]
    [InlineData("PUT", "Users/1")]
    [InlineData("GET", "Users/1")]
    [InlineData("GET", "Users")]
    [InlineData("POST", "Users")]
    [InlineData("DELETE", "Users/1")]
    public async Task A_success_whose_body_is_an_error_is_no_success(string method, string path)
    {
        await using var target = await FakeTarget.AnsweringAsync(
            200,
            """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","detail":"No such team."}"""
        );
        await using var gateway = await TestGateway.StartAsync(target.Url);
        string? body = method switch
        {
            "PATCH" => Bodies.Patch("""{"op":"replace","path":"title","value":"CTO"}"""),
            "POST" or "PUT" => """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana"}""",
            _ => null,
        };

        var answer = await gateway.SendAsync(new HttpMethod(method), path, body);

        Assert.Equal(
            "The target 'app' answered with success, but with an error as its body: No such team.",
            answer.IsScimError(502).Detail
        );
    }

    [Fact]
    public async Task A_create_that_carried_everything_is_not_followed_by_an_update()
    {
        await using var target = await new PutOnlyTarget().StartAsync();
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            """target({ can: { patch: false }, create: { only: ["userName"], then: "update" }, User: {} });"""
        );

        var created = await gateway.PostAsync(
            "Users",
            """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana"}"""
        );

        Assert.Equal((201, "ana"), (created.Status, created.Json.At("userName")));
        Assert.Equal(["POST /Users"], target.Calls);
    }

    [Fact]
    public async Task A_prefix_that_stands_in_the_query_only_is_no_path()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, "{}");
        await using var gateway = await TestGateway.StartAsync(target.Url);

        string answer = await RawHttp.SendAsync(gateway.Address, $"GET /%73cim/v2/Users?x=/scim/v2/Groups HTTP/1.1\r\nHost: gw\r\nAuthorization: Bearer {TestGateway.Token}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task Many_operations_that_each_create_an_element_are_bounded()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, """{"id":"1","userName":"ana"}""");
        await using var gateway = await TestGateway.StartAsync(target.Url, profile: "entra");
        string[] operations = [.. Enumerable
            .Range(0, 9_000)
            .Select(number => $$"""{"op":"replace","path":"emails[type eq \"{{number}}\"].value","value":"x"}""")];

        (await gateway.PatchAsync("Users/1", Bodies.Patch(operations))).IsScimError(413);

        Assert.Equal(["GET"], target.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task A_scan_is_bounded_by_tests_as_well_as_by_resources()
    {
        string users = string.Join(
            ',',
            Enumerable.Range(0, 3_000).Select(number => $$"""{"id":"{{number}}","userName":"u{{number}}"}""")
        );
        await using var target = await FakeTarget.AnsweringAsync(200, $$"""{"totalResults":3000,"Resources":[{{users}}]}""");
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { filters: false }, User: {} });",
            top: "limits: { scanTests: 1000000 }"
        );

        (await gateway.GetAsync(Bodies.Query("Users", string.Join(" or ", Enumerable.Repeat("a eq 1", 240))))).IsScimError(
            400,
            "tooMany"
        );
        Assert.Empty(await gateway.FindAsync("Users", string.Join(" or ", Enumerable.Repeat("a eq 1", 100))));
    }
}
