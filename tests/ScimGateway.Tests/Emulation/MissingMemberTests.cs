using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>A 404 about a member is not the group's: a client that hears of it believes the group gone, and creates another.</summary>
public sealed class MissingMemberTests
{
    private const string Group = """{"id":"g-1","displayName":"Eng","members":[{"value":"u-1"},{"value":"u-2"}]}""";

    private static readonly string Unknown = """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404","detail":"User u-9 not found"}""";

    [Theory]
    [InlineData("""{"value":"u-9"}""", "The target does not have the member 'u-9'.")]
    [InlineData("""{"value":"u-8"},{"value":"u-9"}""", "The target does not have the member 'u-9'.")]
    [InlineData("""{"value":"u-7"},{"value":"u-8"}""", "The target does not have one of the 2 members that the PATCH adds.")]
    public async Task To_add_somebody_whom_the_target_does_not_have_names_him(string members, string detail)
    {
        await using var target = await FakeTarget.StartAsync((context, request) => context.AnswerAsync(request.Method == "PATCH" ? 404 : 200, request.Method == "PATCH" ? Unknown : Group));
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var answer = await gateway.PatchAsync("Groups/g-1", Bodies.Patch($$"""{"op":"add","path":"members","value":[{{members}}]}"""));

        Assert.Equal(detail, answer.IsScimError(400, "invalidValue").Detail);
    }

    [Theory]
    [InlineData("""{"op":"remove","path":"members[value eq \"u-9\"]"}""")]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"u-9"}]}""")]
    public async Task A_group_that_is_not_there_stays_a_404(string operation)
    {
        await using var target = await FakeTarget.AnsweringAsync(404, "");
        await using var gateway = await TestGateway.StartAsync(target.Url);

        (await gateway.PatchAsync("Groups/g-1", Bodies.Patch(operation))).IsScimError(404);
    }
}
