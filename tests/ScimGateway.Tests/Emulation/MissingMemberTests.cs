using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>A 404 about a member is not the group's: a client that hears of it believes the group gone, and creates
/// another.</summary>
public sealed class MissingMemberTests
{
    private const string Group = """{"id":"g-1","displayName":"Eng","members":[{"value":"u-1"},{"value":"u-2"}]}""";

    private static readonly string Unknown =
        """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404","detail":"User u-9 not found"}""";

    [Theory]
    [InlineData("""{"value":"u-9"}""", "The target does not have the member 'u-9'.")]
    [InlineData("""{"value":"u-8"},{"value":"u-9"}""", "The target does not have the member 'u-9'.")]
    [InlineData("""{"value":"u-7"},{"value":"u-8"}""", "The target does not have one of the 2 members that the PATCH adds.")]
    public async Task To_add_somebody_whom_the_target_does_not_have_names_him(string members, string detail)
    {
        await using var target = await FakeTarget.StartAsync((context, request) =>
            context.AnswerAsync(request.Method == "PATCH" ? 404 : 200, request.Method == "PATCH" ? Unknown : Group));
        await using var gateway = await TestGateway.StartAsync(target.Url);

        var answer = await gateway.PatchAsync(
            "Groups/g-1",
            Bodies.Patch($$"""{"op":"add","path":"members","value":[{{members}}]}""")
        );

        Assert.Equal(detail, answer.IsScimError(400, "invalidValue").Detail);
    }

    /// <summary>The 404 may speak of who is removed: nobody is blamed who is there.</summary>
    [Theory]
    [InlineData(true, "", "PATCH GET PATCH", "The target does not have the member 'u-9'.")]
    [InlineData(false, "membersReturned: false", "PATCH GET PATCH PATCH", "The Group 'g-1' was changed by 1 of 2 parts of the PATCH, but the next failed; send it again: The target does not have the member 'u-9'.")]
    public async Task Who_is_added_is_blamed_for_what_is_left_without_the_removals_and_one_read_tells(
        bool shows,
        string can,
        string calls,
        string detail
    )
    {
        await using var target = await FakeTarget.StartAsync((context, request) => request.Method == "GET"
            ? context.AnswerAsync(200, shows ? Group : """{"id":"g-1","displayName":"Eng"}""")
            : context.AnswerAsync(request.Body.Contains("u-9", StringComparison.Ordinal) ? 404 : 204));
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            $"target({{ can: {{ {can} }}, Group: {{}} }});",
            more: TestGateway.EachCallAlone
        );

        var answer = await gateway.PatchAsync("Groups/g-1", Bodies.Patch(
            """{"op":"remove","path":"members[value eq \"u-5\"]"}""",
            """{"op":"add","path":"members","value":[{"value":"u-9"}]}"""
        ));

        Assert.Equal(detail, answer.IsScimError(400, "invalidValue").Detail);
        Assert.Equal(calls, string.Join(' ', target.Requests.Select(request => request.Method)));
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
