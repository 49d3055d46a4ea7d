using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>Groups at targets that take only so much of a change at a time, or show only so many members.</summary>
public sealed class MemberStoriesTests
{
    /// <summary>As AWS: 100 changes a PATCH, and no replace of members.</summary>
    private const string Aws = "target({ Group: { can: { replaceMembers: false, patchOperations: 100, patchMembers: 100 } } });";

    private static string Group(int from, int to) =>
        $$"""{"id":"1","schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Eng","members":[{{string.Join(',', Enumerable.Range(from, to - from + 1).Select(number => $$"""{"value":"u-{{number}}","display":"User {{number}}"}"""))}}]}""";

    private static string Values(params IEnumerable<string> ids) =>
        $"[{string.Join(',', ids.Select(id => $$"""{"value":"{{id}}"}"""))}]";

    private static IEnumerable<string> Users(int from, int to) =>
        Enumerable.Range(from, to - from + 1).Select(number => $"u-{number}");

    private static Task<FakeTarget> TargetAsync(string group, int fails = 0)
    {
        int patches = 0;
        return FakeTarget.StartAsync((context, request) =>
            request.Method == "PATCH" && Interlocked.Increment(ref patches) == fails
                ? context.AnswerAsync(500)
                : context.AnswerAsync(200, group));
    }

    private static IReadOnlyList<JsonArray> Sent(FakeTarget target) =>
        [.. target
            .Requests.Where(request => request.Method == "PATCH")
            .Select(request => JsonNode.Parse(request.Body)!["Operations"]!.AsArray())];

    private static int Members(JsonArray operations) =>
        operations.Sum(operation => operation!["value"] is JsonArray several ? several.Count : 1);

    /// <summary>Case T05.</summary>
    [Fact]
    public async Task Members_over_the_targets_limit_go_in_as_many_PATCHes_as_it_takes()
    {
        await using var target = await TargetAsync(Group(1, 1));
        await using var gateway = await TestGateway.StartAsync(target.Url, Aws);

        var patched = await gateway.PatchAsync(
            "Groups/1",
            Bodies.Patch($$"""{"op":"add","path":"members","value":{{Values(Users(1, 250))}} }""")
        );

        Assert.True(patched.Status == 200, patched.Text);
        Assert.Equal([100, 100, 50], Sent(target).Select(Members));
        Assert.Equal(
            Users(1, 250),
            Sent(target).SelectMany(operations => operations[0]!["value"]!.AsArray()).Select(member => member.At("value"))
        );
    }

    /// <summary>Case T06.</summary>
    [Fact]
    public async Task A_replace_becomes_who_comes_and_who_goes()
    {
        await using var target = await TargetAsync(Group(2, 3));
        await using var gateway = await TestGateway.StartAsync(target.Url, Aws);

        await gateway.PatchAsync("Groups/1", Bodies.Patch(
            $$"""{"op":"replace","path":"members","value":{{Values("u-1", "u-2")}} }""",
            """{"op":"replace","path":"displayName","value":"Engineers"}"""
        ));

        Bodies.Same("""
            [{"op":"replace","path":"displayName","value":"Engineers"},{"op":"add","path":"members","value":[{"value":"u-1"}]},{"op":"remove","path":"members[value eq \"u-3\"]"}]
            """, Assert.Single(Sent(target)));
    }

    [Fact]
    public async Task Removing_all_members_removes_each()
    {
        await using var target = await TargetAsync(Group(1, 150));
        await using var gateway = await TestGateway.StartAsync(target.Url, Aws);

        await gateway.PatchAsync("Groups/1", Bodies.Patch("""{"op":"remove","path":"members"}"""));

        Assert.Equal([100, 50], Sent(target).Select(operations => operations.Count));
        Assert.Equal(
            Users(1, 150).Select(id => $"members[value eq \"{id}\"]"),
            Sent(target).SelectMany(operations => operations).Select(operation => operation.At("path"))
        );
    }

    [Fact]
    public async Task Nothing_is_sent_when_nobody_comes_or_goes()
    {
        await using var target = await TargetAsync(Group(1, 3));
        await using var gateway = await TestGateway.StartAsync(target.Url, Aws);

        var patched = await gateway.PatchAsync(
            "Groups/1",
            Bodies.Patch($$"""{"op":"replace","path":"members","value":{{Values("u-3", "u-1", "u-2")}} }""")
        );

        Assert.Equal((200, 3), (patched.Status, patched.Json!.Members().Count()));
        Assert.Equal(["GET"], target.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task Single_operations_are_grouped_up_to_the_limit_in_their_order()
    {
        await using var target = await TargetAsync(Group(1, 1));
        await using var gateway = await TestGateway.StartAsync(target.Url, "target({ Group: { can: { patchOperations: 2 } } });");

        await gateway.PatchAsync(
            "Groups/1",
            Bodies.Patch([.. Users(1, 5).Select(id => $$"""{"op":"remove","path":"members[value eq \"{{id}}\"]"}""")])
        );

        Assert.Equal([2, 2, 1], Sent(target).Select(operations => operations.Count));
        Assert.Equal(
            Users(1, 5),
            Sent(target).SelectMany(operations => operations).Select(operation => operation.At("path")!.Split('"')[1])
        );
    }

    [Fact]
    public async Task A_part_that_fails_is_told_with_what_is_done_and_the_repeat_sends_it_again()
    {
        await using var target = await TargetAsync(Group(1, 1), fails: 2);
        await using var gateway = await TestGateway.StartAsync(target.Url, Aws);
        string patch = Bodies.Patch($$"""{"op":"add","path":"members","value":{{Values(Users(1, 250))}} }""");

        var failed = (await gateway.PatchAsync("Groups/1", patch)).IsScimError(500);
        var repeated = await gateway.PatchAsync("Groups/1", patch);

        Assert.Contains("was changed by 1 of 3 parts of the PATCH", failed.Detail, StringComparison.Ordinal);
        Assert.Equal(200, repeated.Status);
        Assert.Equal([100, 100, 100, 100, 50], Sent(target).Select(Members));
    }

    /// <summary>A target that makes ids of names: the rest of the PATCH is for the group under its new one.</summary>
    [Fact]
    public async Task A_part_that_changes_the_id_of_the_group_is_followed_by_the_others()
    {
        await using var target = await FakeTarget.StartAsync((context, request) =>
        {
            bool isNew = request.PathAndQuery.StartsWith("/Groups/ops", StringComparison.Ordinal),
                renames = request.Body.Contains("displayName", StringComparison.Ordinal);
            return isNew || renames ? context.AnswerAsync(200, """{"id":"ops","displayName":"Ops"}""") : context.AnswerAsync(404);
        });
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ can: { patchOperations: 1 }, Group: {} });",
            more: TestGateway.EachCallAlone
        );

        var answer = await gateway.PatchAsync("Groups/eng", Bodies.Patch(
            """{"op":"replace","path":"displayName","value":"Ops"}""",
            """{"op":"add","path":"members","value":[{"value":"u-1"}]}"""
        ));

        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal("ops", answer.Json.At("id"));
        Assert.Equal(
            ["PATCH /Groups/eng", "GET /Groups/eng", "PATCH /Groups/ops"],
            target.Requests.Select(request => $"{request.Method} {request.PathAndQuery}").Take(3)
        );
    }

    /// <summary>A member without the display that the target shows is the same member: nobody leaves and comes back for
    /// it.</summary>
    [Fact]
    public async Task A_PUT_of_a_group_at_a_target_without_PUT_changes_only_who_differs()
    {
        await using var target = await TargetAsync(Group(1, 3));
        await using var gateway = await TestGateway.StartAsync(target.Url, "target({ Group: { can: { put: false } } });");

        await gateway.PutAsync("Groups/1", $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Eng","members":{{Values("u-2", "u-3", "u-4")}} }""");

        Bodies.Same(
            """[{"op":"remove","path":"members[value eq \"u-1\"]"},{"op":"add","path":"members","value":[{"value":"u-4"}]}]""",
            Assert.Single(Sent(target))
        );
    }

    [Theory]
    [InlineData("patch: false, membersReturned: 3", """{"op":"add","path":"members","value":[{"value":"u-9"}]}""")]
    [InlineData("patch: false, membersReturned: 3", """{"op":"replace","path":"displayName","value":"Engineers"}""")]
    [InlineData("patch: false, membersReturned: false", """{"op":"replace","path":"displayName","value":"Engineers"}""")]
    [InlineData("patch: 'merge', membersReturned: 3", """{"op":"add","path":"members","value":[{"value":"u-9"}]}""")]
    [InlineData("replaceMembers: false, membersReturned: 3", """{"op":"replace","path":"members","value":[{"value":"u-9"}]}""")]
    public async Task Nothing_is_made_of_a_list_of_members_that_may_be_cut_short(string can, string operation)
    {
        await using var target = await TargetAsync(Group(1, 3));
        await using var gateway = await TestGateway.StartAsync(target.Url, $$"""target({ Group: { can: { {{can}} } } });""");

        var refused = (await gateway.PatchAsync("Groups/1", Bodies.Patch(operation))).IsScimError(501);

        Assert.Contains("not seen", refused.Detail, StringComparison.Ordinal);
        Assert.All(target.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Theory]
    [InlineData("patch: false, membersReturned: 3", """{"op":"replace","path":"members","value":[{"value":"u-9"}]}""", "PUT")]
    [InlineData("patch: false, membersReturned: 4", """{"op":"add","path":"members","value":[{"value":"u-9"}]}""", "PUT")]
    [InlineData("patch: 'merge', membersReturned: 3", """{"op":"replace","path":"displayName","value":"Engineers"}""", "PATCH")]
    public async Task What_needs_nobody_unseen_is_done(string can, string operation, string method)
    {
        await using var target = await TargetAsync(Group(1, 3));
        await using var gateway = await TestGateway.StartAsync(target.Url, $$"""target({ Group: { can: { {{can}} } } });""");

        Assert.Equal(200, (await gateway.PatchAsync("Groups/1", Bodies.Patch(operation))).Status);

        Assert.Equal(["GET", method], target.Requests.Select(request => request.Method));
    }

    /// <summary>A PUT means the <c>[]</c> that it says, and the list that it gives, whatever of the old one was seen.</summary>
    [Theory]
    [InlineData("membersReturned: false", "strict", "[]")]
    [InlineData("membersReturned: false", "jumpcloud", "[]")]
    [InlineData("membersReturned: 3", "strict", """[{"value":"u-1"},{"value":"u-2"},{"value":"u-3"}]""")]
    public async Task A_list_of_members_takes_the_place_of_one_that_was_not_seen(string can, string profile, string members)
    {
        await using var target = await TargetAsync(can.EndsWith('3') ? Three : """{"id":"1","displayName":"Eng"}""");
        await using var gateway = await TestGateway.StartAsync(target.Url, $$"""target({ Group: { can: { put: false, patch: "merge", {{can}} }, merge: { replaceMembersFlag: "replaceMembers" } } });""", profile);

        await gateway.PutAsync(
            "Groups/1",
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Eng","members":{{members}}}"""
        );

        Bodies.Same(
            $$"""{"members":{{members}},"replaceMembers":true}""",
            JsonNode.Parse(Assert.Single(target.Requests, request => request.Method == "PATCH").Body)
        );
    }

    [Theory]
    [InlineData("patch: false", "PUT")]
    [InlineData("patch: 'merge'", "PATCH")]
    public async Task A_replace_by_those_who_are_seen_is_sent_when_others_may_be_there(string can, string method)
    {
        await using var target = await TargetAsync(Three);
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            $$"""target({ Group: { can: { {{can}}, membersReturned: 3 } } });"""
        );

        await gateway.PatchAsync(
            "Groups/1",
            Bodies.Patch($$"""{"op":"replace","path":"members","value":{{Values("u-1", "u-2", "u-3")}} }""")
        );

        var sent = Assert.Single(target.Requests, request => request.Method == method);
        Bodies.Same(Values("u-1", "u-2", "u-3"), JsonNode.Parse(sent.Body)!["members"]);
    }

    /// <summary>JumpCloud's minimal PUT keeps the members; those of whom the target tells only some would be thrown
    /// out.</summary>
    [Theory]
    [InlineData(
        "membersReturned: 3",
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Engineers"}""",
        501,
        "GET"
    )]
    [InlineData(
        "membersReturned: false",
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Engineers"}""",
        501,
        "GET"
    )]
    [InlineData(
        "membersReturned: 3",
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Engineers","members":[]}""",
        200,
        "GET",
        "PUT"
    )]
    [InlineData(
        "membersReturned: 4",
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Engineers"}""",
        200,
        "GET",
        "PUT"
    )]
    public async Task A_minimal_PUT_keeps_only_members_that_are_all_seen(
        string can,
        string put,
        int status,
        params string[] methods
    )
    {
        await using var target = await TargetAsync(Three);
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            $$"""target({ Group: { can: { {{can}} } } });""",
            "jumpcloud"
        );

        Assert.Equal(status, (await gateway.PutAsync("Groups/1", put)).Status);

        Assert.Equal(methods, target.Requests.Select(request => request.Method));
    }

    private static string Three => $$"""{"id":"1","schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Eng","members":{{Values("u-1", "u-2", "u-3")}} }""";
}
