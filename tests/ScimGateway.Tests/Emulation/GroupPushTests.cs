using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation;

/// <summary>Each way in which a client tells who is in a group, at each way in which a target can be told. Whatever is answered
/// with a success is stored as it was said; whatever cannot be done is refused, and changes nothing.</summary>
public sealed class GroupPushTests
{
    private const string Schema = "urn:ietf:params:scim:schemas:core:2.0:Group";

    private const string ByFunction =
        "attributes: [ map('members', 'members', { write: all => all.map(one => ({ ...one, type: 'User' })), read: all => all }) ]";

    private static readonly Dictionary<string, (string Mapping, Func<GroupTarget> Target)> Forms = new()
    {
        ["can all"] = ("Group: {}", () => new(GroupPatch.Operations) { HasPut = true }),
        ["no PUT"] = ("Group: { can: { put: false } }", () => new(GroupPatch.Operations)),
        ["hides members"] = (
            "Group: { can: { put: false, membersReturned: false } }",
            () => new(GroupPatch.Operations) { ShowsMembers = false }
        ),
        ["hides members, parts of 2"] = (
            "Group: { can: { put: false, membersReturned: false, patchMembers: 2 } }",
            () => new(GroupPatch.Operations) { ShowsMembers = false, Most = 2 }
        ),
        ["adds and removes only"] = (
            "Group: { can: { put: false, replaceMembers: false, patchMembers: 2, patchOperations: 2 } }",
            () => new(GroupPatch.Operations) { Replaces = false, Most = 2 }
        ),
        ["adds and removes only, hides members"] = (
            "Group: { can: { put: false, replaceMembers: false, membersReturned: false } }",
            () => new(GroupPatch.Operations) { Replaces = false, ShowsMembers = false }
        ),
        ["PUT only"] = ("Group: { can: { patch: false } }", () => new(GroupPatch.None) { HasPut = true }),
        ["PUT only, hides members"] = (
            "Group: { can: { patch: false, membersReturned: false } }",
            () => new(GroupPatch.None) { HasPut = true, ShowsMembers = false }
        ),
        ["merges"] = ("Group: { can: { put: false, patch: 'merge' } }", () => new(GroupPatch.Merge)),
        ["SCIM 1.1"] = ("Group: { can: { put: false, patch: 'scim11' } }", () => new(GroupPatch.Scim11)),
        ["SCIM 1.1, hides members"] = (
            "Group: { can: { put: false, patch: 'scim11', membersReturned: false } }",
            () => new(GroupPatch.Scim11) { ShowsMembers = false }
        ),
        ["tells members at users"] = (
            "Group: { can: { put: false, members: { via: 'users' }, replaceMembers: false, patchOperations: 2, patchMembers: 2 } }",
            () => new(GroupPatch.Operations) { ShowsMembers = false, Replaces = false, Most = 2 }),
        ["tells members at users, pages of 2"] = (
            "Group: { can: { put: false, members: { via: 'users' }, replaceMembers: false } }",
            () => new(GroupPatch.Operations) { ShowsMembers = false, Replaces = false, PageSize = 2 }),
        ["a function on members"] = ($"Group: {{ can: {{ put: false }}, {ByFunction} }}", () => new(GroupPatch.Operations)),
        ["a function on members, adds and removes only"] = (
            $"Group: {{ can: {{ put: false, replaceMembers: false, patchMembers: 2, patchOperations: 2 }}, {ByFunction} }}",
            () => new(GroupPatch.Operations) { Replaces = false, Most = 2 }),
        ["merges with a flag"] = (
            "Group: { can: { put: false, patch: 'merge' }, merge: { replaceMembersFlag: 'replaceMembers' } }",
            () => new(GroupPatch.MergeWithFlag)
        ),
        ["merges with a flag, hides members, parts of 2"] = (
            "Group: { can: { put: false, patch: 'merge', membersReturned: false, patchMembers: 2 }, merge: { replaceMembersFlag: 'replaceMembers' } }",
            () => new(GroupPatch.MergeWithFlag) { ShowsMembers = false, Most = 2 }),
    };

    private static readonly Dictionary<string, (string Request, string Stored)> Changes = new()
    {
        ["PUT of others"] = (Put("2", "4", "5", "6"), "2 4 5 6"),
        ["PUT of nobody"] = (Put(), ""),
        ["replace"] = (Patch(Replace("2", "4")), "2 4"),
        ["replace by many"] = (Patch(Replace("4", "5", "6", "7", "8")), "4 5 6 7 8"),
        ["add"] = (Patch(Add("4")), "1 2 3 4"),
        ["remove one"] = (Patch(Remove("1")), "2 3"),
        ["remove all"] = (Patch("""{"op":"remove","path":"members"}"""), ""),
        ["remove one, replace"] = (Patch(Remove("1"), Replace("2", "4")), "2 4"),
        ["replace, remove one"] = (Patch(Replace("2", "4", "5"), Remove("2")), "4 5"),
        ["replace, add"] = (Patch(Replace("2"), Add("5")), "2 5"),
        ["remove all, add"] = (Patch("""{"op":"remove","path":"members"}""", Add("7")), "7"),
        ["add, remove all"] = (Patch(Add("7"), """{"op":"remove","path":"members"}"""), ""),
        ["add, remove one"] = (Patch(Add("4"), Remove("1")), "2 3 4"),
    };

    /// <summary>What nobody can do there without knowing who the members are.</summary>
    private static readonly HashSet<(string Form, string Change)> Refused =
    [
        ("PUT only, hides members", "add"),
        ("PUT only, hides members", "remove one"),
        ("PUT only, hides members", "add, remove one"),
        ("merges with a flag, hides members, parts of 2", "remove one"),
        ("merges with a flag, hides members, parts of 2", "add, remove one"),
        .. Changes
            .Keys.Except(["add", "remove one", "add, remove one"])
            .Select(change => ("adds and removes only, hides members", change)),
        .. Changes.Keys.Except(["add"]).Select(change => ("SCIM 1.1, hides members", change)),
    ];

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (string form in Forms.Keys)
            foreach (string change in Changes.Keys)
                cases.Add(form, change);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_success_is_stored_and_a_refusal_changes_nothing(string form, string change)
    {
        await using var target = await Forms[form].Target().StartAsync("1 2 3");
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            $$"""target({ User: {}, {{Forms[form].Mapping}} });"""
        );
        var (request, stored) = Changes[change];

        var answer = await gateway.SendAsync(
            new HttpMethod(request.Split(' ')[0]),
            "Groups/g",
            request[request.IndexOf(' ', StringComparison.Ordinal)..]
        );

        bool isRefused = Refused.Contains((form, change));
        Assert.True(isRefused == (answer.Status == 501), answer.Text);
        Assert.Equal(isRefused ? "1 2 3" : stored, target.Members);
        Assert.True(isRefused || answer.Status is 200 or 204, answer.Text);
    }

    private static string Put(params string[] ids) =>
        $$"""PUT {"schemas":["{{Schema}}"],"displayName":"Eng","members":{{Values(ids)}}}""";

    private static string Patch(params string[] operations) => "PATCH " + Bodies.Patch(operations);

    private static string Replace(params string[] ids) => $$"""{"op":"replace","path":"members","value":{{Values(ids)}}}""";

    private static string Add(params string[] ids) => $$"""{"op":"add","path":"members","value":{{Values(ids)}}}""";

    private static string Remove(string id) => $$"""{"op":"remove","path":"members[value eq \"{{id}}\"]"}""";

    private static string Values(string[] ids) => $"[{string.Join(',', ids.Select(id => $$"""{"value":"{{id}}"}"""))}]";

    [Fact]
    public async Task Members_that_users_tell_are_shown_and_cost_nothing_where_nobody_wants_them()
    {
        await using var target = await new GroupTarget(GroupPatch.Operations) { ShowsMembers = false, PageSize = 2 }.StartAsync(
            "1 2 3"
        );
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            "target({ User: {}, Group: { can: { members: { via: 'users' } } } });"
        );

        var read = await gateway.GetAsync("Groups/g");
        var excluded = await gateway.GetAsync("Groups/g?excludedAttributes=members");
        var listed = await gateway.GetAsync("Groups");
        var asked = await gateway.GetAsync(Bodies.Query("Groups", "members.value eq \"1\""));

        Assert.Equal(["1", "2", "3"], read.Json!.Members());
        Assert.Equal("User 2", read.Json!["members"]![1].At("display"));
        Assert.All(
            [excluded.Json!, listed.Json!["Resources"]![0]!.AsObject()],
            group => Assert.False(group.ContainsKey("members"))
        );
        Assert.Equal(2, target.Requests.Count(request => request.PathAndQuery.StartsWith("/Users?", StringComparison.Ordinal)));
        Assert.Equal(200, asked.Status); // the target is said to understand it
    }

    [Fact]
    public async Task Groups_are_not_found_by_members_that_nobody_can_ask_for()
    {
        await using var target = await new GroupTarget(GroupPatch.Operations) { ShowsMembers = false }.StartAsync("1 2 3");
        await using var gateway = await TestGateway.StartAsync(
            target.Url, "target({ User: {}, Group: { can: { members: { via: 'users' }, filters: { operators: ['eq'], attributes: ['displayName'] } } } });");

        (await gateway.GetAsync(Bodies.Query("Groups", "members eq \"1\""))).IsScimError(400, "invalidFilter");

        Assert.Empty(target.Requests);
    }

    /// <summary>JumpCloud's activation makes a group, deletes it, and makes it again with the next activation.</summary>
    [Theory]
    [InlineData("patch: 'merge', membersReturned: false", true)]
    [InlineData("patch: true, membersReturned: false", false)]
    public async Task A_group_that_cannot_be_deleted_is_emptied_and_hidden_until_it_is_created_again(string can, bool merges)
    {
        await using var target = await new GroupTarget(merges ? GroupPatch.MergeWithFlag : GroupPatch.Operations)
        {
            ShowsMembers = false,
        }.StartAsync("1 2 3");
        await using var gateway = await TestGateway.StartAsync(
            target.Url, $$"""target({ Group: { can: { put: false, delete: "empty", {{can}} }, merge: { replaceMembersFlag: "replaceMembers" } } });""");

        Assert.Equal(204, (await gateway.DeleteAsync("Groups/g")).Status);
        Assert.Equal("", target.Members);
        (await gateway.GetAsync("Groups/g")).IsScimError(404);
        Assert.Empty(await gateway.FindAsync("Groups", "displayName eq \"Eng\""));

        var created = await gateway.PostAsync("Groups", Put("7")["PUT ".Length..]);

        Assert.Equal((201, "g", "7"), (created.Status, created.Json.At("id"), target.Members));
        Assert.Single(await gateway.FindAsync("Groups", "displayName eq \"Eng\""));
    }

    /// <summary>Case B-G1a: 404 would say that the group is gone.</summary>
    [Theory]
    [InlineData(true, "remove 9", "1 2 3")]
    [InlineData(true, "remove 9, remove 2", "1 3")]
    [InlineData(true, "remove 9, add 4", "1 2 3 4")]
    [InlineData(false, "remove 9", "1 2 3")]
    [InlineData(false, "remove 9, remove 2", "1 3")]
    [InlineData(false, "remove 9, add 4", "1 2 3 4")]
    [InlineData(false, "add 4, remove 9, remove 1, add 5", "2 3 4 5")]
    public async Task Who_is_no_member_is_removed_already_whatever_the_target_says(bool shows, string changes, string stored)
    {
        await using var target = await new GroupTarget(GroupPatch.Operations)
        {
            ShowsMembers = shows,
            MissesAbsent = true,
        }.StartAsync("1 2 3");
        await using var gateway = await TestGateway.StartAsync(
            target.Url,
            $$"""target({ Group: { can: { membersReturned: {{(shows ? "true" : "false")}} } } });"""
        );

        var answer = await gateway.PatchAsync("Groups/g", Bodies.Patch([.. changes
            .Split(", ")
            .Select(change => change.Split(' ') is ["add", var id] ? Add(id) : Remove(change.Split(' ')[1]))]));

        Assert.True(answer.Status is 200 or 204, answer.Text);
        Assert.Equal(stored, target.Members);
        (await gateway.PatchAsync("Groups/gone", Bodies.Patch(Remove("1")))).IsScimError(404);
    }
}
