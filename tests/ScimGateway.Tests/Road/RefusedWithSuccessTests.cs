using ScimGateway.Tests.Fixtures;

namespace ScimGateway.Tests.Road;

/// <summary>Targets that say 200 to everything, and in the body whether it was done: a rule of the mapping knows them.</summary>
public sealed class RefusedWithSuccessTests
{
    private const string Mapping = """
        target({
          can: { patch: true },
          User: { attributes: [] },
          errors: [
            { status: 200, body: /"error":\s*"name_taken"/, become: { status: 409, scimType: "uniqueness" } },
            { status: 200, body: /"error":\s*"user_not_found"/, become: { status: 404 } },
            { status: 200, body: /"error":\s*"ratelimited"/, become: { status: 429 } },
            { status: 200, body: /"ok":\s*false/, become: { status: 400, scimType: "invalidValue" } }
          ]
        });
        """;

    private const string User = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana"}""";

    private const string Patch = """
        {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"x"}]}
        """;

    [Theory]
    [InlineData("GET", "Users/1", null, "user_not_found", 404, null)]
    [InlineData("GET", "Users/1", null, "ratelimited", 429, null)]
    [InlineData("GET", "Users", null, "fatal", 400, "invalidValue")]
    [InlineData("POST", "Users", User, "name_taken", 409, "uniqueness")]
    [InlineData("PUT", "Users/1", User, "name_taken", 409, "uniqueness")]
    [InlineData("PATCH", "Users/1", Patch, "fatal", 400, "invalidValue")]
    [InlineData("DELETE", "Users/1", null, "user_not_found", 404, null)]
    public async Task A_success_that_a_rule_knows_as_a_refusal_is_one(
        string method,
        string path,
        string? body,
        string error,
        int status,
        string? scimType
    )
    {
        await using var target = new FailingTarget(Reply.With(200, Reply.User))
            .When(method, "/*", Reply.With(200, $$"""{"ok": false, "error": "{{error}}"}""", "application/json"));
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping, more: TestGateway.EachCallAlone);

        var answer = (await gateway.SendAsync(new HttpMethod(method), path, body)).IsScimError(status, scimType);

        Assert.Equal(error, answer.Detail); // and not: after the target had answered with 200
        Assert.Equal(status == 429 ? "1" : null, answer.Response.Headers.RetryAfter?.ToString());
        Assert.Equal(method, target.Requests[^1].Method);
    }

    [Fact]
    public async Task What_no_rule_knows_passes()
    {
        await using var target = new FailingTarget(Reply.With(200, """{"ok":true,"id":"1","userName":"ana"}"""));
        await using var gateway = await TestGateway.StartAsync(target.Url, Mapping);
        Assert.Equal(200, (await gateway.GetAsync("Users/1")).Status);
    }
}
