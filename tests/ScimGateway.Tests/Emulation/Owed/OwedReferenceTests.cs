using System.Text.Json.Nodes;
using ScimGateway.Tests.Fixtures;
using ScimGateway.Tests.Lives;

namespace ScimGateway.Tests.Emulation.Owed;

/// <summary>References to somebody who comes later: accepted, shown, found, changed, and paid, at a target that takes nobody whom
/// it does not have. What it is at is what the target stored.</summary>
public sealed class OwedReferenceTests : IAsyncLifetime
{
    private const string Manager = Bodies.Enterprise + ":manager";

    internal const string Mapping = $$"""
        target({
          User: { attributes: [map("{{Manager}}.value", "{{Manager}}.value", { reference: { type: "User", by: "id", missing: "defer", names: ["id", "userName"] } })] },
          Group: { attributes: [map("members", "members", { reference: { type: "User", by: "id", missing: "defer", names: ["id", "userName"] } })] }
        });
        """;

    private StrictTarget target = null!;
    private TestGateway gateway = null!;

    public async Task InitializeAsync()
    {
        target = await StrictTarget.StartAsync();
        gateway = await TestGateway.StartAsync(target.Url, Mapping, more: TestGateway.EachCallAlone, top: "state: memory");
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await target.DisposeAsync();
    }

    [Fact]
    public async Task A_user_whose_manager_is_not_there_yet_is_created_and_shown_with_the_manager()
    {
        var created = await CreateAsync("ana", manager: "U-9");
        var read = await gateway.GetAsync("Users/U1");
        var listed = (await gateway.GetAsync("Users?count=10")).Json!["Resources"]!.AsArray();

        Assert.Equal((201, 200), (created.Status, read.Status));
        Assert.All([created.Json, read.Json, listed[0]], user => Assert.Equal("U-9", ManagerIn(user)));
        Assert.Null(target.ManagerOf("U1"));
        Assert.Equal(0, target.Refused);
    }

    [Fact]
    public async Task The_manager_who_appears_through_the_gateway_is_set_at_the_target_and_the_version_stays()
    {
        await CreateAsync("ana", manager: "U2");
        string? before = Version(await gateway.GetAsync("Users/U1"));
        await CreateAsync("boss");
        await target.UntilAsync(() => target.ManagerOf("U1") == "U2");
        var after = await gateway.GetAsync("Users/U1");

        Assert.Equal("U2", ManagerIn(after.Json));
        Assert.NotNull(before);
        Assert.Equal(before, Version(after));
    }

    [Fact]
    public async Task A_manager_who_is_called_by_name_is_shown_by_name_until_there_and_by_id_afterwards()
    {
        await CreateAsync("ana", manager: "boss@x.org");
        var before = await gateway.GetAsync("Users/U1");
        await CreateAsync("boss");
        await PaidAsync("Users/U1");
        var after = await gateway.GetAsync("Users/U1");

        Assert.Equal(("boss@x.org", "U2"), (ManagerIn(before.Json), ManagerIn(after.Json)));
        Assert.Equal("U2", target.ManagerOf("U1"));
    }

    [Theory]
    [InlineData("remove")]
    [InlineData("removeParent")]
    [InlineData("replace")]
    [InlineData("put")]
    [InlineData("putWithout")]
    public async Task A_newer_write_of_the_manager_cancels_what_is_owed(string how)
    {
        await CreateAsync("boss");
        await CreateAsync("ana", manager: "nobody");
        var changed = how switch
        {
            "remove" => await PatchAsync("U2", $$"""{"op":"remove","path":"{{Manager}}.value"}"""),
            "removeParent" => await PatchAsync("U2", $$"""{"op":"remove","path":"{{Manager}}"}"""),
            "replace" => await PatchAsync("U2", $$"""{"op":"replace","path":"{{Manager}}.value","value":"U1"}"""),
            "put" => await gateway.SendAsync(HttpMethod.Put, "Users/U2", User("ana", "U1")),
            _ => await gateway.SendAsync(HttpMethod.Put, "Users/U2", User("ana", null)),
        };
        string? wanted = how is "replace" or "put" ? "U1" : null;
        var read = await gateway.GetAsync("Users/U2");

        Assert.True(changed.Status < 300, changed.Text);
        Assert.Equal((wanted, wanted), (ManagerIn(read.Json), target.ManagerOf("U2")));
        Assert.Empty(await OwedAsync("User", "U2"));
    }

    [Fact]
    public async Task Other_paths_leave_it_alone()
    {
        await CreateAsync("ana", manager: "nobody");
        await PatchAsync("U1", """{"op":"replace","path":"title","value":"CTO"}""");
        var read = await gateway.GetAsync("Users/U1");

        Assert.Equal("nobody", ManagerIn(read.Json));
        Assert.Equal("CTO", target.Stored("/Users/U1").At("title"));
    }

    [Fact]
    public async Task Whom_the_target_names_stays_until_the_new_one_is_there_and_goes_when_the_client_says_so()
    {
        await CreateAsync("boss");
        await CreateAsync("ana", manager: "U1");
        await PatchAsync("U2", $$"""{"op":"replace","path":"{{Manager}}.value","value":"later"}""");
        string? kept = target.ManagerOf("U2");
        await PatchAsync("U2", $$"""{"op":"remove","path":"{{Manager}}.value"}""");

        Assert.Equal("U1", kept);
        Assert.Null(target.ManagerOf("U2"));
    }

    [Theory]
    [InlineData("{0} eq \"nobody\"", 1)]
    [InlineData("{0}.value eq \"nobody\"", 1)]
    [InlineData("id eq \"U1\" and {0} eq \"nobody\"", 1)]
    [InlineData("id eq \"U2\" and {0} eq \"nobody\"", 0)]
    [InlineData("userName eq \"ana@x.org\" and {0}.value eq \"nobody\"", 1)]
    [InlineData("{0}.value pr", 1)]
    [InlineData("{0}.value eq \"else\"", 0)]
    public async Task A_filter_by_the_manager_finds_who_waits_for_him(string filter, int count)
    {
        await CreateAsync("ana", manager: "nobody");
        await CreateAsync("ben");

        var found = await gateway.FindAsync("Users", filter.Replace("{0}", Manager, StringComparison.Ordinal));

        Assert.Equal(count, found.Count);
        Assert.All(found, user => Assert.Equal("nobody", ManagerIn(user)));
    }

    [Fact]
    public async Task A_filter_no_longer_finds_by_the_manager_whom_the_client_has_replaced()
    {
        await CreateAsync("boss");
        await CreateAsync("ana", manager: "U1");
        await PatchAsync("U2", $$"""{"op":"replace","path":"{{Manager}}.value","value":"later"}""");

        Assert.Empty(await gateway.FindAsync("Users", $"{Manager}.value eq \"U1\""));
        Assert.Single(await gateway.FindAsync("Users", $"{Manager}.value eq \"later\""));
    }

    [Fact]
    public async Task A_group_takes_members_who_come_later_and_those_who_are_there_at_once()
    {
        await CreateAsync("ana");
        var created = await gateway.SendAsync(HttpMethod.Post, "Groups", Group("eng", "U1", "U3", "U4"));
        var shown = created.Json!.Members().Order(StringComparer.Ordinal);
        var before = target.MembersOf("G2");
        await CreateAsync("ben"); // U3
        await target.UntilAsync(() => target.MembersOf("G2").Contains("U3"));
        var read = await gateway.GetAsync("Groups/G2");

        Assert.Equal(["U1", "U3", "U4"], shown);
        Assert.Equal(["U1"], before);
        Assert.Equal(["U1", "U3"], target.MembersOf("G2"));
        Assert.Equal(["U1", "U3", "U4"], read.Json!.Members().Order(StringComparer.Ordinal));
        Assert.Single(await gateway.FindAsync("Groups", "members.value eq \"U4\""));
    }

    [Theory]
    [InlineData("""{"op":"add","path":"members","value":[{"value":"U9"},{"value":"U1"}]}""", "U1", "U1 U8 U9")]
    [InlineData("""{"op":"remove","path":"members[value eq \"U8\"]"}""", "", "")]
    [InlineData("""{"op":"remove","path":"members"}""", "", "")]
    [InlineData("""{"op":"replace","path":"members","value":[{"value":"U9"}]}""", "", "U9")]
    [InlineData("""{"op":"replace","value":{"members":[{"value":"U1"},{"value":"U9"}]}}""", "U1", "U1 U9")]
    [InlineData("""{"op":"replace","path":"displayName","value":"x"}""", "", "U8")]
    public async Task A_PATCH_of_members_changes_what_is_owed_too(string operation, string stored, string shown)
    {
        await CreateAsync("ana");
        await gateway.SendAsync(HttpMethod.Post, "Groups", Group("eng", "U8"));
        var changed = await gateway.SendAsync(HttpMethod.Patch, "Groups/G2", Bodies.Patch(operation));
        var read = await gateway.GetAsync("Groups/G2");

        Assert.True(changed.Status < 300, changed.Text);
        Assert.Equal(stored, string.Join(' ', target.MembersOf("G2")));
        Assert.Equal(shown, string.Join(' ', read.Json!.Members().Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Who_is_deleted_is_owed_nothing_and_is_waited_for_no_more()
    {
        await CreateAsync("ana", manager: "nobody");
        await gateway.SendAsync(HttpMethod.Post, "Groups", Group("eng", "U8"));
        await gateway.SendAsync(HttpMethod.Delete, "Users/U1");

        Assert.Empty(await OwedAsync("User", "U1"));
        Assert.Single(await OwedAsync("Group", "G2"));
    }

    [Fact]
    public async Task Two_who_manage_each_other_both_get_it()
    {
        await CreateAsync("ana", manager: "ben@x.org");
        await CreateAsync("ben", manager: "ana@x.org");
        await PaidAsync("Users/U1");
        await PaidAsync("Users/U2");

        Assert.Equal(("U2", "U1"), (target.ManagerOf("U1"), target.ManagerOf("U2")));
    }

    [Fact]
    public async Task A_client_that_compares_what_it_reads_sends_nothing_again()
    {
        await CreateAsync("ana", manager: "nobody");
        int before = target.Writes.Count;
        var again = await PatchAsync("U1", $$"""{"op":"replace","path":"{{Manager}}.value","value":"nobody"}""");

        Assert.True(again.Status < 300, again.Text);
        Assert.Equal(before, target.Writes.Count);
        Assert.Single(await OwedAsync("User", "U1"));
    }

    [Fact]
    public async Task If_Match_takes_the_version_that_a_read_showed()
    {
        await CreateAsync("ana", manager: "nobody");
        string version = Version(await gateway.GetAsync("Users/U1"))!;
        var good = await MatchAsync(version);
        var stale = await MatchAsync(version);

        Assert.True(good.Status < 300, good.Text);
        Assert.Equal(412, stale.Status);
    }

    private async Task<Answer> MatchAsync(string version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "Users/U1")
        {
            Content = new StringContent(
                Bodies.Patch("""{"op":"replace","path":"title","value":"CTO"}"""),
                null,
                "application/scim+json"
            ),
        };
        request.Headers.TryAddWithoutValidation("If-Match", version);
        return await Answer.ReadAsync(await gateway.Client.SendAsync(request));
    }

    // A change of something else pays first.
    private async Task PaidAsync(string path) => Assert.True((await gateway.PatchAsync(path, Bodies.Patch(
        $$"""{"op":"replace","path":"externalId","value":"paid-{{path.Length}}"}"""))).Status < 300);

    private async Task<IReadOnlyList<string>> OwedAsync(string type, string id)
    {
        var config = gateway.Host.Gateway.Targets["app"].Config;
        return [.. (await gateway.Host.State.Owing.Of(config, type).OfAsync(id, default)).Select(row => row.Owed.Path)];
    }

    private Task<Answer> CreateAsync(string name, string? manager = null) =>
        gateway.SendAsync(HttpMethod.Post, "Users", User(name, manager));

    private Task<Answer> PatchAsync(string id, string operation) =>
        gateway.SendAsync(HttpMethod.Patch, "Users/" + id, Bodies.Patch(operation));

    internal static string User(string name, string? manager)
    {
        var user = new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User", Bodies.Enterprise),
            ["userName"] = name + "@x.org",
        };
        if (manager is not null)
            user[Bodies.Enterprise] = new JsonObject { ["manager"] = new JsonObject { ["value"] = manager } };
        return user.ToJsonString();
    }

    private static string Group(string name, params string[] members) => new JsonObject
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Group"),
        ["displayName"] = name,
        ["members"] = new JsonArray([.. members.Select(id => new JsonObject { ["value"] = id })]),
    }.ToJsonString();

    private static string? Version(Answer answer) => answer.Response.Headers.ETag?.ToString();

    private static string? ManagerIn(JsonNode? user) => user.At(Bodies.Enterprise, "manager", "value");
}
