using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Clients;

/// <summary>A target that keeps every userName in lower case, and clients who do and do not mind.</summary>
public sealed class EchoedCaseTests
{
    private const string Kept = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ana@x.org"}""";

    [Theory]
    [InlineData(
        "okta",
        "POST",
        "Users",
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"Ana@X.org"}""",
        "Ana@X.org"
    )]
    [InlineData(
        "okta",
        "PUT",
        "Users/1",
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"Ana@X.org"}""",
        "Ana@X.org"
    )]
    [InlineData("okta", "PATCH", "Users/1", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"userName":"Ana@X.org"}}]}""", "Ana@X.org")]
    [InlineData("okta", "PATCH", "Users/1", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"title":"CTO"}}]}""", "ana@x.org")]
    [InlineData(
        "okta",
        "POST",
        "Users",
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"Bo@X.org"}""",
        "ana@x.org"
    )]
    [InlineData("okta", "GET", "Users?filter=userName eq \"Ana@X.org\"", null, "Ana@X.org")]
    [InlineData("okta", "GET", "Users?filter=externalId eq \"Ana@X.org\"", null, "ana@x.org")]
    [InlineData("okta", "GET", "Users/1", null, "ana@x.org")]
    [InlineData(
        "strict",
        "POST",
        "Users",
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"Ana@X.org"}""",
        "ana@x.org"
    )]
    [InlineData("strict", "GET", "Users?filter=userName eq \"Ana@X.org\"", null, "ana@x.org")]
    public async Task Okta_reads_the_name_that_it_wrote(string profile, string method, string path, string? body, string userName)
    {
        await using var target = await FakeTarget.StartAsync((context, request) => context.AnswerAsync(
            request.Method == "POST" ? 201 : 200,
            request.PathAndQuery.Contains('?') ? $$"""{"totalResults":1,"Resources":[{{Kept}}]}""" : Kept
        ));
        await using var gateway = await TestGateway.StartAsync(target.Url, profile: profile);

        var answer = await gateway.SendAsync(new HttpMethod(method), path, body);

        Assert.True(answer.Status is 200 or 201, answer.Text);
        Assert.Equal(userName, (answer.Json!["Resources"] is JsonArray { Count: 1 } list ? list[0] : answer.Json).At("userName"));
    }
}
