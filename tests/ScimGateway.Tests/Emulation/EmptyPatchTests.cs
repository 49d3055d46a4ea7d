using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>A PATCH that has nothing to say to the target, by the client's own words or by the mapping, is none.</summary>
public sealed class EmptyPatchTests
{
    private const string User =
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ana@x.org","nick":"Annie"}""";

    [Theory]
    [InlineData("""{"op":"Remove","path":"emails","value":[]}""", "GET /Users/1")]
    [InlineData("""{"op":"replace","path":"nickName","value":"An"}""", "GET /Users/1")]
    [InlineData("""{"op":"replace","path":"title","value":"CTO"}""", "PATCH /Users/1")]
    public async Task A_target_gets_no_message_without_operations(string operation, string call)
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            """target({ User: { attributes: [map("nickName", "nick", { readOnly: true })] } });""",
            "entra"
        );

        var patched = await gateway.PatchAsync("Users/1", Bodies.Patch(operation));

        Assert.Equal((200, "Annie"), (patched.Status, patched.Json.At("nickName")));
        Assert.Equal([call], target.Requests.Select(request => $"{request.Method} {request.PathAndQuery}"));
    }

    [Fact]
    public async Task Nothing_at_all_is_asked_of_a_target_that_cannot_be_read()
    {
        await using var target = await FakeTarget.AnsweringAsync(200, User);
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            """target({ can: { read: false }, User: {} });""",
            "entra"
        );

        var patched = await gateway.PatchAsync("Users/1", Bodies.Patch("""{"op":"Remove","path":"emails","value":[]}"""));

        Assert.Equal((204, ""), (patched.Status, patched.Text));
        Assert.Empty(target.Requests);
    }
}
