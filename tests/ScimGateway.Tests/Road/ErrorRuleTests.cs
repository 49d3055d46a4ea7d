using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

/// <summary>Rules of a mapping for a target's own errors: where the sentence stands, and which of them mean that all is
/// done.</summary>
public sealed class ErrorRuleTests
{
    private const string Patch = """
        {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"x"}]}
        """;

    // the rules | what the target says | status | detail
    [Theory]
    [InlineData("{ detail: 'error.why' }", """{"error":{"why":"No team.","message":"Bad request"}}""", 418, "No team.")]
    [InlineData("{ detail: 'error.why' }", """{"error":{"message":"Bad request"}}""", 418, "Bad request")]
    [InlineData("{ detail: 'error.why' }", "<p>No team.</p>", 418, "The target 'app' answered HTTP 418 without an explanation.")]
    [InlineData(
        "{ status: 418, detail: 'problems.why', become: { status: 409 } }",
        """{"problems":[{"why":"Taken."}]}""",
        409,
        "Taken."
    )]
    [InlineData(
        "{ method: 'POST', become: { status: 409 } }, { method: ['PUT', 'GET'], become: { status: 410 } }",
        """{"message":"No."}""",
        410,
        "No."
    )]
    [InlineData("{ detail: 'error.why' }", """{"error":{"why":"Not with secret-of-the-target."}}""", 418, "Not with ***.")]
    public async Task The_sentence_is_taken_from_where_the_rule_says(string rules, string said, int status, string detail)
    {
        await using var target = await FakeTarget.AnsweringAsync(418, said);
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            $"target({{ User: {{}}, errors: [ {rules} ] }});",
            more: TestGateway.EachCallAlone
        );

        Assert.Equal(detail, (await gateway.GetAsync("Users/1")).IsScimError(status).Detail);
    }

    [Theory]
    [InlineData("DELETE", "Users/1", null, 404, "", 204)]
    [InlineData("DELETE", "Users/1", null, 400, "{\"message\":\"already gone\"}", 204)]
    [InlineData("DELETE", "Users/1", null, 200, "{\"ok\":false,\"message\":\"already gone\"}", 204)]
    [InlineData("DELETE", "Users/1", null, 400, "{\"message\":\"not now\"}", 400)]
    [InlineData("PATCH", "Users/1", Patch, 400, "{\"message\":\"already gone\"}", 400)]
    [InlineData("PATCH", "Users/1", Patch, 400, "{\"message\":\"nothing to change\"}", 204)]
    [InlineData("GET", "Users/2", null, 404, "", 404)]
    public async Task What_a_rule_knows_as_done_is_a_success(
        string method,
        string path,
        string? body,
        int said,
        string words,
        int status
    )
    {
        const string rules = """
            { method: "DELETE", status: 404, become: { status: 204 } },
            { method: "DELETE", status: 200, body: /already gone/, become: { status: 204 } },
            { method: "DELETE", body: /already gone/, become: { status: 204 } },
            { method: ["PUT", "PATCH"], body: /nothing to change/, become: { status: 204 } }
            """;
        await using var target = await FakeTarget.StartAsync((context, request) =>
            request.PathAndQuery == "/Users/1" && request.Method == "GET"
                ? context.AnswerAsync(200, Reply.User)
                : context.AnswerAsync(said, words));
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            $"target({{ User: {{}}, errors: [ {rules} ] }});",
            more: TestGateway.EachCallAlone
        );

        Assert.Equal(status, (await gateway.SendAsync(new HttpMethod(method), path, body)).Status);

        var call = (await gateway.StopAndReadAuditAsync())[0]["calls"]!.AsArray()[0]!;
        Assert.Equal(said, (int)call["status"]!); // the record has what the target said
    }
}
