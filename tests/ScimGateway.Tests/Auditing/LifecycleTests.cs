using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Auditing;

/// <summary>When was she switched off, and by whom? The record says what a change says of <c>active</c>.</summary>
public sealed class LifecycleTests
{
    private const string User = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ana"}""";

    [Theory]
    [InlineData("PATCH", """{"op":"replace","path":"active","value":false}""", "deactivated")]
    [InlineData("PATCH", """{"op":"Replace","path":"active","value":"False"}""", "deactivated")]
    [InlineData("PATCH", """{"op":"replace","value":{"active":true}}""", "activated")]
    [InlineData("PATCH", """{"op":"replace","path":"title","value":"active"}""", null)]
    [InlineData(
        "PUT",
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana","active":false}""",
        "deactivated"
    )]
    [InlineData("PUT", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ana"}""", null)]
    public async Task A_change_that_says_so_is_a_deactivation_or_an_activation(string method, string body, string? lifecycle)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await TestGateway.StartAsync(target.Url, profile: "entra");

        await gateway.SendAsync(new HttpMethod(method), "Users/1", method == "PATCH" ? Bodies.Patch(body) : body);
        var record = Assert.Single(await gateway.StopAndReadAuditAsync());

        Assert.Equal(lifecycle, (string?)record["lifecycle"]);
    }
}
